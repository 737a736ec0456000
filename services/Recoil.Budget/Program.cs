using Recoil.Budget;
using Recoil.Hosting.Services;

return await RecoilService.RunAsync(
    "budget", 5084, args,
    (services, _) => services.AddBudget(),
    bus => bus.AddBudgetConsumers());
