using Recoil.Cli.Commands;

namespace Recoil.Cli.Services;

/// <summary>The folder that services run out of, as it is typed and shown.</summary>
internal static class DataFolderName
{
    public const string Default = ".recoil";

    /// <summary>The full path of what was typed, or of the default.</summary>
    public static string Full(string? typed, CommandEnvironment environment) => Path.GetFullPath(typed ?? Default, environment.CurrentFolder);

    /// <summary>A path as it is shown: from the current folder where it lies in it.</summary>
    public static string Short(string path, CommandEnvironment environment)
    {
        var relative = Path.GetRelativePath(environment.CurrentFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
