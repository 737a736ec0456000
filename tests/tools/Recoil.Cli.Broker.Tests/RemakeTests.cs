using System.Text.Json;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class RemakeTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_shot_is_made_again_and_then_what_was_built_on_it()
    {
        (await _recoil.RecoilAsync("submit", Plan("remade"), "--wait")).ExitCode.ShouldBe(0);

        (await _recoil.RecoilAsync("remake", "harbour/remade", "SH010", "--prompt", "WIDE. A dry quay.", "--extra", "0.50", "--note", "too wet")).ShouldBe((
            0,
            """
            harbour/remade: SH010 is made again; recoil status harbour/remade shows how it ends.
            SH020 and SH030 were built on the take of SH010 that this replaces. Make them again: recoil remake harbour/remade --after SH010

            """,
            ""));

        await RoundsAsync("remade", 2, 1, 1);
        (await _recoil.RecoilAsync("status", "harbour/remade")).Output.ShouldEndWith(
            "SH020 is built on a take of SH010 that is no longer the accepted one. Make it again: recoil remake harbour/remade SH020\n");

        (await _recoil.RecoilAsync("remake", "remade", "--after", "SH010")).ShouldBe(
            (0, "harbour/remade: SH020 and SH030 are made again; recoil status harbour/remade shows how they end.\n", ""));
        await RoundsAsync("remade", 2, 2, 2);
        (await _recoil.RecoilAsync("status", "harbour/remade")).Output.ShouldNotContain("Make it again");
        (await _recoil.RecoilAsync("errors", "list")).Output.ShouldNotContain("Remake");
    }

    [Fact]
    public async Task An_open_review_is_closed()
    {
        (await _recoil.RecoilAsync("submit", _recoil.Plan("remade-review", """{"defects":"blank"}"""), "--wait")).ExitCode.ShouldBe(3);
        await Eventually.TrueAsync(async () => (await OpenAsync()).Contains("harbour/remade-review/SH010", StringComparison.Ordinal), () => "the review to be open");

        (await _recoil.RecoilAsync("remake", "harbour/remade-review", "SH010")).ExitCode.ShouldBe(0);

        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/remade-review", "--json")).Output.Contains("\"round\": 2", StringComparison.Ordinal), () => "the second round to end");
        await Eventually.TrueAsync(async () => !(await OpenAsync()).Contains("harbour/remade-review/SH010", StringComparison.Ordinal), () => "the review to be closed");
    }

    [Theory]
    [InlineData("harbour/none SH010", 2, "harbour/none: no such run. ")]
    [InlineData("harbour/mistaken SH01", 2, "harbour/mistaken/SH01: the run has no such shot. Did you mean SH010?")]
    [InlineData("harbour/mistaken --after SH030", 2, "harbour/mistaken/SH030: no shot is made from it. Name the shots to make again: recoil remake harbour/mistaken SH030")]
    public async Task A_mistake_is_one_line(string arguments, int exitCode, string line)
    {
        (await _recoil.RecoilAsync("submit", Plan("mistaken"), "--wait")).ExitCode.ShouldBe(0);

        var (code, output, errors) = await _recoil.RecoilAsync(["remake", .. arguments.Split(' ')]);

        (code, output).ShouldBe((exitCode, ""));
        errors.Trim().ShouldStartWith(line);
        errors.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_run_that_was_cancelled_makes_nothing_more()
    {
        var plan = _recoil.Plan("remade-not", """{"latency_ms":30000}""");
        await using var submit = _recoil.Start("submit", plan, "--wait");
        await Eventually.TrueAsync(() => _recoil.Bought("remade-not") == 1, () => $"the take to be bought; {submit.Errors}");
        (await _recoil.RecoilAsync("remake", "harbour/remade-not", "SH010")).ShouldBe(
            (1, "", "harbour/remade-not: SH010 stays as it is: it has not ended. Give the command again when it has.\n"));
        (await _recoil.RecoilAsync("cancel", "harbour/remade-not", "--by", "ines")).ExitCode.ShouldBe(0);
        await submit.EndAsync();

        (await _recoil.RecoilAsync("remake", "harbour/remade-not", "SH010")).ShouldBe((1, "", "harbour/remade-not: The run was cancelled by ines. It makes nothing more.\n"));
    }

    /// <summary>A keyframe, one that is made from it, and one that is made from that.</summary>
    private string Plan(string run)
    {
        var path = Path.Combine(_recoil.Folder, $"{run}.json");
        File.WriteAllText(path, $$"""
            {"project":"harbour","run_id":"{{run}}","model":"animatic-keyframe","budget":{"episode_cap":5},"shots":[
                {"shot_id":"SH010","prompt":"WIDE. A quay in the rain.","aspect_ratio":"1:1"},
                {"shot_id":"SH020","prompt":"CLOSE. The quay.","aspect_ratio":"1:1","scene_ref_path":"@SH010"},
                {"shot_id":"SH030","prompt":"CLOSER. The quay.","aspect_ratio":"1:1","scene_ref_path":"@SH020"}]}
            """);
        return path;
    }

    private async Task<string> OpenAsync() => (await _recoil.RecoilAsync("review", "list", "--project", "harbour")).Output;

    /// <summary>Waits until the shots have ended in these rounds and the run is over.</summary>
    private async Task RoundsAsync(string run, params int[] rounds)
    {
        var last = "";
        await Eventually.TrueAsync(
            async () =>
            {
                last = (await _recoil.RecoilAsync("status", $"harbour/{run}", "--json")).Output;
                var status = JsonDocument.Parse(last).RootElement;
                return status.GetProperty("run").GetProperty("state").GetString() == "completed"
                    && status.GetProperty("shots").EnumerateArray().Select(shot => shot.GetProperty("round").GetInt32()).SequenceEqual(rounds);
            },
            () => $"rounds {string.Join(", ", rounds)} of {run}; {last}");
    }
}
