using Recoil.Contracts;
using Recoil.Generator.Providers.Animatic;
using Recoil.Media;

namespace Recoil.Providers.Emulators.Takes;

/// <summary>Draws orders as the animatic provider does, with the planned defects in their pixels.</summary>
public sealed class AnimaticPictures : IPictureSource
{
    private readonly AnimaticRenderer _renderer = new(new Ffmpeg(new MediaTools()));

    public async Task<byte[]> MakeAsync(EmulatedOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var folder = Directory.CreateTempSubdirectory("recoil-emulator-");
        try
        {
            var take = new GenerateTake
            {
                CorrelationId = Guid.Empty,
                TakeId = Guid.Empty,
                Project = "emulated",
                ShotId = "emulated",
                Attempt = 1,
                Take = 1,
                Ordinal = 1,
                Operation = order.IsClip ? Operation.VideoI2v : Operation.ImageT2i,
                Prompt = Directive.Clean(order.Prompt),
                Model = order.Model,
                AspectRatio = order.AspectRatio,
                Duration = order.Seconds,
                Seed = order.Seed,
                IdentityRefs = [.. order.References.Select((bytes, index) => Write($"reference-{index}", bytes)!)],
                SceneRefPath = Write("scene", order.Scene),
                StartFrame = Write("first", order.FirstFrame),
                EndFrame = Write("last", order.LastFrame),
                ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["draft"] = "true" },
            };
            return await File.ReadAllBytesAsync(await _renderer.DrawAsync(take, order.Defect, Path.Combine(folder.FullName, "take"), cancellationToken), cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string? Write(string name, byte[]? bytes)
        {
            if (bytes is null)
                return null;
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }
    }
}
