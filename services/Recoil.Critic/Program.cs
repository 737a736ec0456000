using Recoil.Artifacts;
using Recoil.Critic;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;

return await RecoilService.RunAsync(
    "critic", 5083, args,
    (services, settings) => services
        .AddArtifacts(settings.Bind("Artifacts", new ArtifactOptions()))
        .AddCritic(settings.Bind("Critic", new CriticOptions())),
    bus => bus.AddCriticConsumers());
