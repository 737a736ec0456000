using System.Diagnostics;
using Recoil.Cli.Commands;

namespace Recoil.Cli.Errors;

/// <summary>The editor of whoever gives the command: <c>VISUAL</c> or <c>EDITOR</c>.</summary>
internal static class EditorProgram
{
    /// <summary>Lets a person edit a file until they leave the editor.</summary>
    /// <exception cref="CommandFailedException">There is no editor, or it failed.</exception>
    public static async Task EditAsync(CommandEnvironment environment, string file, CancellationToken cancellationToken)
    {
        var editor = environment.Settings["VISUAL"] ?? environment.Settings["EDITOR"]
            ?? throw new CommandFailedException("--file: missing, and neither VISUAL nor EDITOR is set. Name a file with the corrected message, or an editor.");

        // An editor is often named with its options.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"{editor} \"$1\"", "sh", file]) { UseShellExecute = false })
            ?? throw new CommandFailedException($"{editor}: cannot be started.");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new CommandFailedException($"{editor}: ended with {process.ExitCode}, and nothing was sent. What was written is in {file}.") { ExitCode = ExitCode.Failed };
    }
}
