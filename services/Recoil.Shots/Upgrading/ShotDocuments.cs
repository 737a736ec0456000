using Recoil.Storage.Sagas;

namespace Recoil.Shots.Upgrading;

/// <summary>The versions of a shot's document.</summary>
/// <remarks>Version 1 is that of Recoil.Bus 0.1; since version 2 a take has one record.</remarks>
internal static class ShotDocuments
{
    public static SagaSchema<ShotState> Schema { get; } =
        new("shot", version: 2, new EarlierSagaSchema<ShotStateV1, ShotState>(1, ShotUpgradeV1.Upgrade));
}
