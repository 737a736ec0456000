using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Compares a take's light with the picture of its scene: how bright, how contrasty, which colour.</summary>
internal sealed class LightingMismatch(CriticThresholds thresholds) : ICheck
{
    public const string Name = "lighting_mismatch";

    private const int FramesCompared = 5;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (take.Command.SceneRefPath is not { Length: > 0 } path)
            return [];
        if (await take.ReferenceAsync(path, cancellationToken) is not { } scene)
            return [Observation.NotEvaluated(Name, FailureMode.LightingMismatch, $"the scene's picture {Path.GetFileName(path)} is missing or no picture")];

        // A person may pass in front of the camera: the median of several frames of a clip counts.
        var compared = take.Frames(FramesCompared).Select(frame => LightDistance.Between(frame, scene.Picture)).OrderBy(d => d.Whole).ToArray();
        var light = compared[compared.Length / 2];
        return
        [
            Observation.Of(
                Name, FailureMode.LightingMismatch, Severity.Soft, light.Whole / thresholds.Lighting, light.Whole, thresholds.Lighting,
                string.Create(CultureInfo.InvariantCulture, $"against {Path.GetFileName(path)}: {light}")),
        ];
    }
}
