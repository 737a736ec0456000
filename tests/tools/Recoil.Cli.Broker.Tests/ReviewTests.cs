using System.Text.Json;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class ReviewTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_shot_in_review_is_claimed_made_again_and_approved()
    {
        await using var watcher = _recoil.Start("watch", "--project", "harbour", "--status", "needs_review");
        await watcher.SaysAsync("Ctrl+C ends it.");
        var run = await _recoil.RecoilAsync("submit", _recoil.Plan("reviewed", """{"defects":"content_filter*"}"""), "--wait");
        run.ExitCode.ShouldBe(3, run.Output + run.Errors);
        await watcher.SaysAsync("harbour/reviewed/SH010 needs_review");

        var first = await OpenAsync(_ => true);
        var id = first[..6];
        (await _recoil.RecoilAsync("review", "list")).Output.ShouldContain("harbour/reviewed/SH010");
        (await _recoil.RecoilAsync("review", "show", id)).Output.ShouldContain("prompt    WIDE. A quay in the rain, reviewed 0.");

        var claimed = await _recoil.RecoilAsync("review", "claim", id, "--by", "bob", "--for", "1h");
        claimed.ExitCode.ShouldBe(0, claimed.Errors);
        claimed.Output.ShouldStartWith("harbour/reviewed/SH010 is kept for bob until ");
        var refused = await _recoil.RecoilAsync("review", "approve", id);
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldStartWith("harbour/reviewed/SH010: ");
        refused.Errors.ShouldContain("bob");
        refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);

        var reroll = await _recoil.RecoilAsync("review", "reroll", id, "--by", "bob", "--prompt", "WIDE. A dry quay.", "--budget", "0.50");
        reroll.ShouldBe((0, "harbour/reviewed/SH010 is made again; recoil watch shows how it ends.\n", ""));
        var second = await OpenAsync(open => open != first);
        (await _recoil.RecoilAsync("review", "approve", second, "--note", "good enough")).ShouldBe((0, "harbour/reviewed/SH010 is approved.\n", ""));

        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/reviewed")).Output.Contains("SH010  approved", StringComparison.Ordinal), () => "the shot to be approved");
        (await _recoil.RecoilAsync("review", "show", second)).Output.ShouldContain("decided   approve by ada: good enough");
        (await _recoil.RecoilAsync("review", "list", "--project", "harbour")).Errors.ShouldBe("No review entries are open.\n");
    }

    [Fact]
    public async Task An_unknown_id_is_one_line() =>
        (await _recoil.RecoilAsync("review", "approve", "ffffffff")).ShouldBe(
            (2, "", "ffffffff: no open review begins so. recoil review list shows them; one that is decided is found by its whole id.\n"));

    /// <summary>Waits for an open review of the run.</summary>
    private async Task<string> OpenAsync(Func<string, bool> isIt)
    {
        var id = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var open = JsonDocument.Parse((await _recoil.RecoilAsync("review", "list", "--project", "harbour", "--json")).Output).RootElement.EnumerateArray();
                id = open.Where(entry => entry.GetProperty("request").GetProperty("run_id").GetString() == "reviewed")
                    .Select(entry => entry.GetProperty("review_id").GetGuid().ToString("N")).FirstOrDefault(isIt) ?? "";
                return id.Length > 0;
            },
            () => "an open review");
        return id;
    }
}
