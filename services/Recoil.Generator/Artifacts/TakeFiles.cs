using Recoil.Artifacts;
using Recoil.Contracts;

namespace Recoil.Generator.Artifacts;

/// <summary>Where takes lie. A file with a take's name is always whole: it grows elsewhere.</summary>
internal sealed class TakeFiles(GeneratorOptions options, IArtifactStore artifacts)
{
    /// <summary>A place for a file that is being made; without an extension.</summary>
    public string BeginWork(GenerateTake take)
    {
        Directory.CreateDirectory(options.WorkFolder);
        // Whoever holds the take may clear what a process left behind that died over it.
        var place = Path.GetFullPath(Path.Combine(options.WorkFolder, $"{take.TakeId:N}"));
        EndWork(place);
        return $"{place}.{Guid.NewGuid():N}";
    }

    /// <summary>Stores a finished file where the take belongs. It survives a crash of the machine from then on.</summary>
    /// <returns>The take's name, an <see cref="ArtifactReference"/>.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be used now.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task<string> KeepAsync(GenerateTake take, string workFile, CancellationToken cancellationToken)
    {
        var label = $"{LabelOf(take)}/{ArtifactLabel.PartOf(take.ShotId)}_a{take.Attempt}t{take.Take}";
        await using var finished = new FileStream(workFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true);
        return ArtifactReference.Of(await artifacts.PutAsync(finished, Path.GetExtension(workFile), label, cancellationToken), label).ToString();
    }

    /// <summary>Removes what was not kept.</summary>
    public static void EndWork(string workFile)
    {
        var folder = Path.GetDirectoryName(workFile)!;
        foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(workFile) + "*"))
            File.Delete(file);
    }

    private string LabelOf(GenerateTake take) =>
        options.FolderByRun ? $"{ArtifactLabel.PartOf(take.Project)}/{ArtifactLabel.PartOf(take.RunId)}/{ArtifactLabel.PartOf(take.ShotId)}" : ArtifactLabel.PartOf(take.ShotId);
}
