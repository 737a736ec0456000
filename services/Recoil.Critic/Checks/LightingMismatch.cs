using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Compares a take's light with the picture of its scene: how bright, how contrasty, which colour.</summary>
internal sealed class LightingMismatch(CriticThresholds thresholds) : ICheck
{
    public const string Name = "lighting_mismatch";

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (take.Command.SceneRefPath is not { Length: > 0 } path)
            return [];
        if (await take.ReferenceAsync(path, cancellationToken) is not { } scene)
            return [Observation.NotEvaluated(Name, FailureMode.LightingMismatch, $"the scene's picture {Path.GetFileName(path)} is missing or no picture")];

        var (lightness, red, yellow) = LightDistance.Between(take.Still, scene);
        var distance = Math.Sqrt((lightness * lightness) + (red * red) + (yellow * yellow));
        return
        [
            Observation.Of(
                Name, FailureMode.LightingMismatch, Severity.Soft, distance / thresholds.Lighting, distance, thresholds.Lighting,
                string.Create(CultureInfo.InvariantCulture, $"against {Path.GetFileName(path)}: lightness off by {lightness:0.0}, {(red < 0 ? "greener" : "redder")} by {Math.Abs(red):0.0}, {(yellow < 0 ? "bluer" : "yellower")} by {Math.Abs(yellow):0.0}")),
        ];
    }
}
