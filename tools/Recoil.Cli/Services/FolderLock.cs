using Recoil.Cli.Commands;

namespace Recoil.Cli.Services;

/// <summary>Lets one command at a time start or stop what runs out of a data folder.</summary>
internal static class FolderLock
{
    /// <exception cref="CommandFailedException">Another command has it.</exception>
    public static IDisposable Take(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "services.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new CommandFailedException($"{folder}: another recoil up or down is at work there. Wait until it has ended.", taken) { ExitCode = ExitCode.Failed };
        }
    }
}
