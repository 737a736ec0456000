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
        var shown = (await _recoil.RecoilAsync("review", "show", id)).Output;
        shown.ShouldContain("prompt    WIDE. A quay in the rain, reviewed 0.");
        shown.ShouldContain("content_filter: prompt refused (policy)", customMessage: "a refused take shows what the provider said");

        var claimed = await _recoil.RecoilAsync("review", "claim", id, "--by", "bob", "--for", "1h");
        claimed.ExitCode.ShouldBe(0, claimed.Errors);
        claimed.Output.ShouldStartWith("harbour/reviewed/SH010 is kept for bob until ");
        var refused = await _recoil.RecoilAsync("review", "reject", id);
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldStartWith("harbour/reviewed/SH010: ");
        refused.Errors.ShouldContain("bob");
        refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);

        var reroll = await _recoil.RecoilAsync("review", "reroll", id, "--by", "bob", "--prompt", "WIDE. A dry quay.", "--budget", "0.50");
        reroll.ShouldBe((0, "harbour/reviewed/SH010 is made again; recoil watch shows how it ends.\n", ""));
        var second = await OpenAsync(open => open != first);
        (await _recoil.RecoilAsync("review", "approve", second, "--note", "good enough")).ShouldBe(
            (1, "", "harbour/reviewed/SH010: There is no take to approve. Reject the shot, re-roll it, or give it a take: recoil review supply\n"));
        (await _recoil.RecoilAsync("review", "reject", second, "--note", "never mind")).ShouldBe((0, "harbour/reviewed/SH010 is rejected.\n", ""));

        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/reviewed")).Output.Contains("SH010  rejected", StringComparison.Ordinal), () => "the shot to be rejected");
        (await _recoil.RecoilAsync("review", "show", second[..8])).Output.ShouldMatch(@"decided   reject by ada on [0-9: -]+: never mind");

        // The letters still mean the decided entry, not whichever open one begins like it.
        var again = await _recoil.RecoilAsync("review", "reject", second[..8]);
        (again.ExitCode, again.Errors).ShouldBe((0, ""));
        again.Output.ShouldMatch("^harbour/reviewed/SH010: ada decided so on [0-9: -]+ already \\(reject\\)\\.\n$");
        var other = await _recoil.RecoilAsync("review", "reroll", second[..8]);
        other.ExitCode.ShouldBe(1);
        other.Errors.ShouldMatch("^harbour/reviewed/SH010: ada decided on [0-9: -]+ UTC to reject it; the first decision stands\\.\n$");
        (await _recoil.RecoilAsync("review", "list", "--project", "harbour")).Errors.ShouldBe("No review entries are open.\n");
    }

    [Fact]
    public async Task A_take_that_a_person_made_is_stored_and_approved_at_no_cost()
    {
        var run = await _recoil.RecoilAsync("submit", _recoil.Plan("supplied", """{"defects":"content_filter*"}"""), "--wait");
        run.ExitCode.ShouldBe(3, run.Output + run.Errors);
        var id = await OpenAsync(_ => true, "supplied");
        var picture = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.png", SearchOption.AllDirectories)[0];
        var text = Path.Combine(_recoil.Folder, "painted.png");
        await File.WriteAllTextAsync(text, "no picture");

        (await _recoil.RecoilAsync("review", "supply", id, "--file", "painted.png")).ShouldBe(
            (2, "", "--file: painted.png is neither a picture nor a clip. Use a PNG, JPEG or WebP, or an MP4, MOV or WebM.\n"));
        var lost = await _recoil.RecoilAsync("review", "supply", id, "--file", "lost.png");
        (lost.ExitCode, lost.Errors.Split('\n').Length).ShouldBe((2, 2), lost.Errors);
        File.Copy(picture, text, overwrite: true);
        (await _recoil.RecoilAsync("review", "supply", id, "--file", "painted.png", "--note", "by hand")).ShouldBe((0, "harbour/supplied/SH010 is approved with painted.png.\n", ""));

        var kept = Path.Combine(".recoil", "takes", "harbour", "supplied", "SH010", $"SH010_{id[..8]}_supplied.png");
        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/supplied")).Output.Contains(kept, StringComparison.Ordinal), () => "the take to be the shot's");
        (await File.ReadAllBytesAsync(Path.Combine(_recoil.Folder, kept))).ShouldBe(await File.ReadAllBytesAsync(picture));
        (await _recoil.RecoilAsync("status", "harbour/supplied")).Output.ShouldContain("$0.00");
        (await _recoil.RecoilAsync("review", "supply", id, "--file", "painted.png")).Output.ShouldBe("harbour/supplied/SH010 was approved with this take already.\n");
    }

    [Fact]
    public async Task An_unknown_id_is_one_line() =>
        (await _recoil.RecoilAsync("review", "approve", "ffffffff")).ShouldBe(
            (2, "", "ffffffff: no review begins so. recoil review list shows the open ones.\n"));

    [Fact]
    public async Task An_id_of_fewer_than_four_letters_is_one_line() =>
        (await _recoil.RecoilAsync("review", "approve", "4")).ShouldBe(
            (2, "", "4: too short for an id. Write at least its first 4 letters; recoil review list shows them.\n"));

    /// <summary>Waits for an open review of the run.</summary>
    private async Task<string> OpenAsync(Func<string, bool> isIt, string run = "reviewed")
    {
        var id = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var open = JsonDocument.Parse((await _recoil.RecoilAsync("review", "list", "--project", "harbour", "--json")).Output).RootElement.EnumerateArray();
                id = open.Where(entry => entry.GetProperty("request").GetProperty("run_id").GetString() == run)
                    .Select(entry => entry.GetProperty("review_id").GetGuid().ToString("N")).FirstOrDefault(isIt) ?? "";
                return id.Length > 0;
            },
            () => "an open review");
        return id;
    }
}
