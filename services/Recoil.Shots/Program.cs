using Microsoft.Extensions.DependencyInjection;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;
using Recoil.SagaDocuments;
using Recoil.Shots;

return await RecoilService.RunAsync(
    "shots", 5081, args,
    (services, settings) => services
        .AddOptions(settings, "Sagas", new SagaDocumentOptions())
        .AddShotDocuments()
        .AddShots(settings.Bind("Shots", new ShotsOptions()))
        .AddRunRetention(),
    bus => bus.AddShotSagas());
