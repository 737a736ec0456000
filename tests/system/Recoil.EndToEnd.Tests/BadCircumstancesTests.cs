using System.Diagnostics;
using System.Text.Json;

namespace Recoil.EndToEnd.Tests;

/// <summary>What a user's machine can be like; the real program says it in one line and loses nothing.</summary>
public sealed class BadCircumstancesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_data_folder_in_use_by_another_run_is_left_alone()
    {
        var plan = Plan(shots: 6, latencyMilliseconds: 1500);
        using var first = RecoilProcess.Start("run", plan, "--out", Out);
        (await first.AfterLinesAsync(3)).ShouldBeTrue();

        using var second = RecoilProcess.Start("run", plan, "--out", Out);
        var refused = await second.EndAsync();

        refused.ExitCode.ShouldBe(2);
        refused.Errors.ShouldContain("in use by another run");
        refused.Errors.ShouldContain($"process {first.Id}");
        (await first.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_run_id_with_another_plan_is_refused_before_anything_is_bought()
    {
        using var first = RecoilProcess.Start("run", Plan(shots: 1), "--out", Out);
        (await first.EndAsync()).ExitCode.ShouldBe(0);

        using var second = RecoilProcess.Start("run", Plan(shots: 2), "--out", Out);
        var refused = await second.EndAsync();

        refused.ExitCode.ShouldBe(2);
        refused.Errors.ShouldContain("was begun with other shots or settings");
    }

    [Theory]
    [InlineData("takes", "takes cannot be kept")]
    [InlineData("store", "recoil.db")]
    public async Task A_full_disk_is_one_line_and_the_same_command_resumes_when_there_is_space(string what, string said)
    {
        var small = _folder["small"];
        Directory.CreateDirectory(small);
        Assert.SkipUnless(TryMount(small), "a small file system can only be mounted by root, and not in every container");
        try
        {
            var plan = Plan(shots: 12);
            string[] command = what == "takes"
                ? ["run", plan, "--out", small, "--data", _folder["data"]]
                : ["run", plan, "--out", Out, "--data", small];
            var ballast = Path.Combine(small, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[what == "takes" ? 1_850_000 : 1_600_000]);

            using (var full = RecoilProcess.Start(command))
            {
                var stopped = await full.EndAsync();
                stopped.ExitCode.ShouldBe(2, stopped.Errors);
                stopped.Errors.ShouldContain(said);
                stopped.Errors.ShouldNotContain("   at ", Case.Sensitive, "no stack trace for a full disk");
            }

            File.Delete(ballast);
            Remount(small);
            using var again = RecoilProcess.Start(command);
            var end = await again.EndAsync();
            end.ExitCode.ShouldBe(0, end.Errors);
        }
        finally
        {
            Run("umount", small);
        }
    }

    private string Plan(int shots, int latencyMilliseconds = 0)
    {
        var path = _folder[$"plan-{shots}.json"];
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            project = "circumstances",
            run_id = "one",
            model = "animatic-keyframe",
            budget = new { episode_cap = 10 },
            shots = Enumerable.Range(0, shots).Select(i => new
            {
                shot_id = $"SH{i:D2}",
                prompt = $"Wide. Rain on the window, drop {i}.",
                aspect_ratio = "1:1",
                provider_options = new { latency_ms = latencyMilliseconds },
            }),
        }));
        return path;
    }

    private static bool TryMount(string folder) => Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder) == 0;

    private static void Remount(string folder) => Run("mount", "-o", "remount,size=60m", folder).ShouldBe(0);

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
