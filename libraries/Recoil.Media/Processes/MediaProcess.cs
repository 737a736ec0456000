using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Recoil.Media.Processes;

/// <summary>Runs one media program to its end as a child process, without a shell.</summary>
internal static class MediaProcess
{
    private const int TailLines = 12;
    private const int LongestLine = 2000;

    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">One entry an argument; nothing is quoted or expanded.</param>
    /// <param name="feed">Writes its standard input; null when it reads none.</param>
    /// <param name="drain">Reads its standard output to the end.</param>
    /// <param name="cancellationToken">Kills the program and what it started.</param>
    /// <param name="log">Takes each line of its standard error; one that throws ends the program.</param>
    /// <exception cref="MediaToolFailedException">It ended with an error.</exception>
    public static async Task RunAsync(
        string program,
        IEnumerable<string> arguments,
        Func<Stream, CancellationToken, Task>? feed,
        Func<Stream, CancellationToken, Task> drain,
        CancellationToken cancellationToken,
        Action<string>? log = null)
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
        var error = ReadTailAsync(process.StandardError, log, ended.Token);
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

    private static async Task<string> ReadTailAsync(StreamReader error, Action<string>? log, CancellationToken cancellationToken)
    {
        var lines = new Queue<string>();
        await foreach (var line in LinesAsync(error, cancellationToken))
        {
            log?.Invoke(line);
            if (string.IsNullOrWhiteSpace(line))
                continue;
            lines.Enqueue(line.Length > 400 ? string.Create(CultureInfo.InvariantCulture, $"{line[..400]}…") : line.Trim());
            if (lines.Count > TailLines)
                lines.Dequeue();
        }

        return string.Join(" | ", lines);
    }

    // What a file makes the program say may be one line of many megabytes: only its beginning is kept.
    private static async IAsyncEnumerable<string> LinesAsync(StreamReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] is not ('\n' or '\r'))
                {
                    if (line.Length < LongestLine)
                        line.Append(buffer[i]);
                    continue;
                }

                if (line.Length > 0)
                    yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0)
            yield return line.ToString();
    }
}
