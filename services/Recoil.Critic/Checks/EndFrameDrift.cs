using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Compares the last frame of a clip with the picture it should end on.</summary>
internal sealed class EndFrameDrift(CriticThresholds thresholds) : ICheck
{
    public const string Name = "end_frame_drift";

    private const int Side = 96;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (!take.IsClip || take.Command.EndFrame is not { Length: > 0 } path)
            return [];
        if (await take.ReferenceAsync(path, cancellationToken) is not { } wanted)
            return [Observation.NotEvaluated(Name, FailureMode.EndFrameDrift, $"the end frame {Path.GetFileName(path)} is missing or no picture")];

        var last = take.Frames[^1];
        var (width, height) = (Math.Max(8, Side * last.Width / Math.Max(last.Width, last.Height)), Math.Max(8, Side * last.Height / Math.Max(last.Width, last.Height)));
        var cover = wanted.Cover(width, height);
        var shown = last.Resize(width, height);
        var ssim = StructuralSimilarity.Between(Luma.Of(shown), Luma.Of(cover));
        var light = LightDistance.Between(shown, cover).Whole;
        // The same composition in another light, or the same light over another composition: either is another picture.
        var excess = Math.Max((1 - ssim) / (1 - thresholds.EndFrame), light / thresholds.Lighting);
        return
        [
            Observation.Of(
                Name, FailureMode.EndFrameDrift, Severity.Soft, excess, ssim, thresholds.EndFrame,
                string.Create(CultureInfo.InvariantCulture, $"the last frame against {Path.GetFileName(path)}: SSIM {ssim:0.00}, light off by {light:0.0}")),
        ];
    }
}
