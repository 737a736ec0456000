using Recoil.Artifacts;
using Recoil.Generator;
using Recoil.Generator.Hints;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;

return await RecoilService.RunAsync(
    "generator", 5082, args,
    (services, settings) => services
        .AddArtifacts(settings.Bind("Artifacts", new ArtifactOptions()))
        .AddGenerator(
            settings.Bind("Generator", new GeneratorOptions { WorkFolder = "data/work", JobFolder = "data/animatic", FolderByRun = true }),
            ConfiguredAccounts.Read(settings))
        .AddGeneratorRetention(settings.Bind("Retention", new RetentionOptions())),
    bus => bus.AddGeneratorConsumers(),
    routes => routes.MapHints());
