using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Copies;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Compares the last frame of a clip with the picture it should end on.</summary>
internal sealed class EndFrameDrift(CriticThresholds thresholds) : ICheck
{
    public const string Name = "end_frame_drift";

    private const int Side = 96;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (take.Clip is null || take.Command.EndFrame is not { Length: > 0 } path)
            return [];
        if (await take.ReferenceAsync(path, cancellationToken) is not { } wanted)
            return [Observation.NotEvaluated(Name, FailureMode.EndFrameDrift, $"the end frame {Path.GetFileName(path)} is missing or no picture")];

        var last = take.Clip.Frames[^1].Picture.Within(Side);
        var cover = wanted.Picture.Cover(last.Width, last.Height);
        var (shown, asked) = (Luma.Of(last), Luma.Of(cover));
        // A little closer or to the side is the same picture; how little, its place tells.
        var place = CopySearch.Aligned(shown, asked);
        var ssim = Math.Max(StructuralSimilarity.Between(shown, asked), StructuralSimilarity.Between(shown, place.Cut(asked, last.Width, last.Height)));
        var moved = Math.Max(Math.Abs(Math.Log(place.Width * place.Height)) / 2, Math.Max(Math.Abs(place.X - 0.5), Math.Abs(place.Y - 0.5)));
        var light = LightDistance.Between(last, cover).Whole;
        // The same composition in another light, or the same light over another composition: either is another picture.
        var excess = Math.Max((1 - ssim) / (1 - thresholds.EndFrame), Math.Max(light / thresholds.Lighting, moved / thresholds.EndFrameMoved));
        return
        [
            Observation.Of(
                Name, FailureMode.EndFrameDrift, Severity.Soft, excess, ssim, thresholds.EndFrame,
                string.Create(CultureInfo.InvariantCulture, $"the last frame against {Path.GetFileName(path)}: SSIM {ssim:0.00}, moved by {moved:P0}, light off by {light:0.0}")),
        ];
    }
}
