namespace Recoil.Cli.Running;

/// <summary>Makes sure of a folder before money is spent on what goes into it.</summary>
internal static class WritableFolder
{
    /// <summary>Creates the folder where it is missing and tries to write into it.</summary>
    /// <returns>Why it cannot be used, or null.</returns>
    public static string? Mistake(string folder)
    {
        var probe = Path.Combine(folder, $".write-test-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{folder}: cannot be written to ({unwritable.Message.TrimEnd('.')}). Name a folder that can.";
        }
    }
}
