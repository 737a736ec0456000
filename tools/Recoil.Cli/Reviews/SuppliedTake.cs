using Recoil.Artifacts;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Submitting;
using Recoil.Plans;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Reviews;

/// <summary>A take that a person made.</summary>
internal sealed class SuppliedTake(CommandEnvironment environment, string? data)
{
    /// <summary>Puts it among the services' artifacts, beside the generated ones.</summary>
    /// <returns>Its name there.</returns>
    /// <exception cref="CommandFailedException">It is not what the shot needs, or cannot be read or stored; nothing was decided then.</exception>
    public async Task<string> StoreAsync(string typed, ReviewEntry entry, StoreClient store, CancellationToken cancellationToken)
    {
        var request = entry.Request;
        var shown = Shown.OneLine(typed);
        try
        {
            var path = Path.GetFullPath(typed, environment.CurrentFolder);
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096, useAsync: true);
            var extension = await PictureFile.ExtensionAsync(file, cancellationToken)
                ?? throw new CommandFailedException($"--file: {shown} is neither a picture nor a clip. Use a PNG, JPEG or WebP, or an MP4, MOV or WebM.");
            var run = await store.Archive.FindRunAsync(request.Project, request.RunId, cancellationToken);
            if (run?.Shots.FirstOrDefault(shot => shot.ShotId == request.ShotId) is { } fields
                && string.Equals(fields.Pipeline, "video", StringComparison.Ordinal) != PictureFile.IsClip(extension))
            {
                throw new CommandFailedException($"--file: {shown} is a {(PictureFile.IsClip(extension) ? "clip" : "picture")}, and {request.ShotId} is a {(PictureFile.IsClip(extension) ? "keyframe" : "clip")}.");
            }

            if (await environment.PictureMistake(path, cancellationToken) is { } mistake)
                throw new CommandFailedException($"--file: {shown} {mistake}");

            string[] folders = [.. new[] { request.Project, request.RunId, request.ShotId }.Where(name => name.Length > 0).Select(ArtifactLabel.PartOf)];
            var label = $"{string.Join('/', folders)}/{folders[^1]}_{ReviewName.Short(entry.ReviewId)}_supplied";
            var name = await Connection.ArtifactStore(data, environment).PutAsync(file, extension, label, cancellationToken);
            return ArtifactReference.Of(name, label).ToString();
        }
        catch (Exception e) when (e is ArtifactStoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--file: {shown} cannot be stored: {e.Message}", e);
        }
    }
}
