using System.Diagnostics;
using Recoil.Local.Processes;

namespace Recoil.Local.Tests;

[Needs(Need.Process)]
public sealed class When_a_process_is_looked_for : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>RabbitMQ's start script becomes Erlang in four steps; the process runs all the time.</summary>
    [Fact]
    public async Task It_runs_while_it_replaces_its_program()
    {
        var script = _folder.Write("replaced.sh", "[ $1 -gt 0 ] && exec sh $0 $(($1 - 1))\nexec tail -f $0\n");
        using var process = Process.Start("sh", [script, "2000"]).ShouldNotBeNull();
        try
        {
            var gone = 0;
            await Eventually.TrueAsync(
                () =>
                {
                    for (var i = 0; i < 100; i++)
                        gone += Signal.Runs(process.Id, script) ? 0 : 1;
                    return CommandOf(process).StartsWith("tail", StringComparison.Ordinal);
                },
                () => "the script is replaced by tail");

            gone.ShouldBe(0);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task It_does_not_run_after_its_end_even_if_it_was_not_waited_for()
    {
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 0.3 & echo $!; exec tail -f /dev/null"]) { UseShellExecute = false, RedirectStandardOutput = true }).ShouldNotBeNull();
        try
        {
            // tail never waits for the child that it inherits, so that becomes a zombie at its end.
            var child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull(), System.Globalization.CultureInfo.InvariantCulture);

            await Eventually.TrueAsync(() => !Signal.Runs(child, "sleep"), () => "the child has ended");

            Directory.Exists($"/proc/{child}").ShouldBeTrue();
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public void It_does_not_run_under_an_id_of_another_program() => Signal.Runs(Environment.ProcessId, "no such program").ShouldBeFalse();

    private static string CommandOf(Process process) => File.ReadAllText($"/proc/{process.Id}/cmdline");
}
