using Recoil.Artifacts;
using Recoil.Critic;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;

return await RecoilService.RunAsync(
    "critic", 5083, args,
    (services, settings) =>
    {
        var options = settings.Bind("Critic", new CriticOptions());
        services
            .AddArtifacts(settings.Bind("Artifacts", new ArtifactOptions()))
            .AddCritic(options)
            .AddJudges(options, ConfiguredAccounts.Read(settings))
            .AddCriticRetention(settings.Bind("Retention", new RetentionOptions()));
    },
    bus => bus.AddCriticConsumers());
