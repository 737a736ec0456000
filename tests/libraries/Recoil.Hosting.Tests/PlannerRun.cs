using System.Diagnostics;
using Recoil.Contracts.Tests.Documents;
using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests;

/// <summary>What <c>examples/planner.py</c> did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it told on standard error.</param>
internal sealed record PlannerRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs it with Debian's Python, which Debian's python3-pika belongs to.</summary>
    public static async Task<PlannerRun> OfAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "examples", "planner.py"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("RECOIL_BROKER");
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Python could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"The planner did not end within {s_limit}; it said: {await errors}", late);
        }

        return new PlannerRun(process.ExitCode, await output, await errors);
    }

    /// <summary>A broker as the planner is told of it.</summary>
    public static string UrlOf(TransportOptions transport) =>
        $"amqp://{Uri.EscapeDataString(transport.Username)}:{Uri.EscapeDataString(transport.Password)}@{transport.Host}:{transport.Port}/{Uri.EscapeDataString(transport.VirtualHost)}";
}
