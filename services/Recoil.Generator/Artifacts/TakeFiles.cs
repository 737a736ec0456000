using System.Security.Cryptography;
using System.Text;
using Recoil.Artifacts;
using Recoil.Contracts;

namespace Recoil.Generator.Artifacts;

/// <summary>Where takes lie. A file with a take's name is always whole: it grows elsewhere.</summary>
internal sealed class TakeFiles(GeneratorOptions options, IArtifactStore artifacts)
{
    private const int LongestName = 80;

    /// <summary>A place beside the take's for a file that is being made; without an extension.</summary>
    public string BeginWork(GenerateTake take)
    {
        var folder = FolderOf(take);
        Directory.CreateDirectory(folder);
        // Whoever holds the take may clear what a process left behind that died over it.
        EndWork(Path.Combine(folder, $".{take.TakeId:N}"));
        return Path.Combine(folder, $".{take.TakeId:N}.{Guid.NewGuid():N}");
    }

    /// <summary>Stores a finished file where the take belongs. It survives a crash of the machine from then on.</summary>
    /// <returns>The take's full path.</returns>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task<string> KeepAsync(GenerateTake take, string workFile)
    {
        var extension = Path.GetExtension(workFile);
        var label = $"{LabelOf(take)}/{Safe(take.ShotId)}_a{take.Attempt}t{take.Take}";
        await using (var finished = new FileStream(workFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true))
        {
            // The money is spent: a stop of this process waits for it.
            await artifacts.PutAsync(finished, extension, label, CancellationToken.None);
        }

        return Path.GetFullPath(Path.Combine(options.OutputFolder, label + extension));
    }

    /// <summary>Removes what was not kept.</summary>
    public static void EndWork(string workFile)
    {
        var folder = Path.GetDirectoryName(workFile)!;
        foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(workFile) + "*"))
            File.Delete(file);
    }

    private string FolderOf(GenerateTake take) => Path.GetFullPath(Path.Combine(options.OutputFolder, LabelOf(take)));

    private string LabelOf(GenerateTake take) =>
        options.FolderByRun ? $"{Safe(take.Project)}/{Safe(take.RunId)}/{Safe(take.ShotId)}" : Safe(take.ShotId);

    // A name that had to be changed gets a mark of its own, so that two names never become one.
    private static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var c in name)
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        if (safe.Length > 0 && safe[0] == '.')
            safe[0] = '_';
        if (safe.Length > LongestName)
            safe.Length = LongestName;

        var result = safe.ToString();
        return result.Length > 0 && result == name
            ? result
            : $"{result}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4))}";
    }
}
