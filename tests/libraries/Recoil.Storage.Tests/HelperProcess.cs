using System.Diagnostics;

namespace Recoil.Storage.Tests;

/// <summary>Another process that works on the same folder.</summary>
internal sealed class HelperProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private HelperProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static HelperProcess Start(params string[] arguments)
    {
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var helper = Path.Combine(AppContext.BaseDirectory, "Recoil.Storage.CrashHelper.dll");
        return new HelperProcess(Process.Start(new ProcessStartInfo(host, ["exec", helper, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(s_limit);

    /// <summary>Everything that it has said and not been read yet, once it has ended.</summary>
    public async Task<string[]> ReadToEndAsync()
    {
        var text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_limit);
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Ends it with a signal that it cannot catch.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.WaitForExit();
        _process.Dispose();
    }
}
