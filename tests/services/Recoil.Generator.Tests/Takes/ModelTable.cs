using Recoil.Models;

namespace Recoil.Generator.Tests.Takes;

internal sealed class ModelTable : IModelProfiles
{
    public ModelProfile? Find(string model) => model switch
    {
        "board" => new ModelProfile { Provider = "animatic", CostPerImage = 0.04m, CostPerSecond = 0.1m },
        "scripted" => new ModelProfile { Provider = "scripted", CostPerImage = 0.25m },
        "other" => new ModelProfile { Provider = "other", CostPerImage = 0.25m },
        "paid" => new ModelProfile { Provider = "paid", CostPerImage = 1 },
        "orphan" => new ModelProfile { Provider = "nobody", CostPerImage = 1 },
        _ => null,
    };
}
