using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Recoil.Media.Processes;

/// <summary>Runs one media program to its end as a child process, without a shell.</summary>
internal static class MediaProcess
{
    private const int TailLines = 12;

    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">One entry an argument; nothing is quoted or expanded.</param>
    /// <param name="feed">Writes its standard input; null when it reads none.</param>
    /// <param name="drain">Reads its standard output to the end.</param>
    /// <param name="cancellationToken">Kills the program and what it started.</param>
    /// <exception cref="MediaToolFailedException">It ended with an error.</exception>
    public static async Task RunAsync(
        string program,
        IEnumerable<string> arguments,
        Func<Stream, CancellationToken, Task>? feed,
        Func<Stream, CancellationToken, Task> drain,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = Path.GetFileNameWithoutExtension(program);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new MediaToolMissingException($"{program} could not be started: {e.Message}", e);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var error = ReadTailAsync(process.StandardError, ended.Token);
        var output = drain(process.StandardOutput.BaseStream, ended.Token);
        var input = FeedAsync(process.StandardInput.BaseStream, feed, ended.Token);
        try
        {
            await Task.WhenAll(EndingAsync(process, input), EndingAsync(process, output), EndingAsync(process, error));
            await process.WaitForExitAsync(cancellationToken);
        }
        catch
        {
            await KillAsync(process);
            await ended.CancelAsync();
            throw;
        }

        if (process.ExitCode != 0)
            throw new MediaToolFailedException(name, process.ExitCode, await error);
    }

    // A program whose output is no longer read blocks for ever, and so would the wait for its end.
    private static async Task EndingAsync(Process process, Task stream)
    {
        try
        {
            await stream;
        }
        catch
        {
            await KillAsync(process);
            throw;
        }
    }

    private static async Task FeedAsync(Stream input, Func<Stream, CancellationToken, Task>? feed, CancellationToken cancellationToken)
    {
        await using (input)
        {
            if (feed is null)
                return;

            try
            {
                await feed(input, cancellationToken);
                await input.FlushAsync(cancellationToken);
            }
            catch (IOException e) when (e.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase))
            {
                // The program closed its input early; its exit code and last lines say why.
            }
        }
    }

    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task<string> ReadTailAsync(StreamReader error, CancellationToken cancellationToken)
    {
        var lines = new Queue<string>();
        while (await error.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            lines.Enqueue(line.Length > 400 ? string.Create(CultureInfo.InvariantCulture, $"{line[..400]}…") : line.Trim());
            if (lines.Count > TailLines)
                lines.Dequeue();
        }

        return string.Join(" | ", lines);
    }
}
