using Recoil.Contracts;

namespace Recoil.Critic.Tests;

internal static class TakeToJudge
{
    public static CritiqueTake At(string output) => new()
    {
        CorrelationId = Guid.NewGuid(),
        TakeId = Guid.NewGuid(),
        Project = "film",
        ShotId = "EP1_SH01",
        Operation = Operation.ImageT2i,
        Output = output,
        AspectRatio = "1:1",
    };
}
