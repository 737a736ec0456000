using System.Diagnostics;
using System.Text;

namespace Recoil.EndToEnd.Tests;

/// <summary>The real recoil program in a process of its own.</summary>
internal sealed class RecoilProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _errors = new();

    private RecoilProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Starts it with a command line.</summary>
    public static RecoilProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "recoil.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new RecoilProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started."));
    }

    /// <summary>Reads its progress until so many lines have come or it has ended.</summary>
    /// <returns>Whether it is still running.</returns>
    public async Task<bool> AfterLinesAsync(int lines)
    {
        using var limit = new CancellationTokenSource(s_limit);
        for (var i = 0; i < lines; i++)
        {
            if (await _process.StandardError.ReadLineAsync(limit.Token) is not { } line)
                return false;
            _errors.AppendLine(line);
        }

        return !_process.HasExited;
    }

    /// <summary>SIGKILL: nothing in it gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit code, standard output and standard error.</returns>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (await _process.StandardError.ReadLineAsync(limit.Token) is { } line)
            _errors.AppendLine(line);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, _errors.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
