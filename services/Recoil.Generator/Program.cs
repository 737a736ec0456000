using Recoil.Generator;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;

return await RecoilService.RunAsync(
    "generator", 5082, args,
    (services, settings) => services.AddGenerator(
        settings.Bind("Generator", new GeneratorOptions { OutputFolder = "takes", JobFolder = "data/animatic", FolderByRun = true })),
    bus => bus.AddGeneratorConsumers());
