using System.Security.Cryptography;
using System.Text;
using Recoil.Contracts;

namespace Recoil.Generator.Artifacts;

/// <summary>Where takes lie. A file with a take's name is always whole: it grows elsewhere and is moved into place.</summary>
internal sealed class TakeFiles(GeneratorOptions options)
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

    /// <summary>Moves a finished file to where the take belongs.</summary>
    /// <returns>The take's full path.</returns>
    public string Keep(GenerateTake take, string workFile)
    {
        var kept = Path.Combine(FolderOf(take), $"{Safe(take.ShotId)}_a{take.Attempt}t{take.Take}{Path.GetExtension(workFile)}");
        File.Move(workFile, kept, overwrite: true);
        return kept;
    }

    /// <summary>Removes what was not kept.</summary>
    public static void EndWork(string workFile)
    {
        var folder = Path.GetDirectoryName(workFile)!;
        foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(workFile) + "*"))
            File.Delete(file);
    }

    private string FolderOf(GenerateTake take) => Path.GetFullPath(options.FolderByRun
        ? Path.Combine(options.OutputFolder, Safe(take.Project), Safe(take.RunId), Safe(take.ShotId))
        : Path.Combine(options.OutputFolder, Safe(take.ShotId)));

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
