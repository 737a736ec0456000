using Recoil.Budget;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;

return await RecoilService.RunAsync(
    "budget", 5084, args,
    (services, settings) => services.AddBudget().AddBudgetRetention(settings.Bind("Retention", new RetentionOptions())),
    bus => bus.AddBudgetConsumers());
