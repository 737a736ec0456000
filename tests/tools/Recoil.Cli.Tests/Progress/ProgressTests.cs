using System.Text.RegularExpressions;
using Recoil.Cli.Progress;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Contracts;
using Recoil.Runs.Testing;
using Spectre.Console;

namespace Recoil.Cli.Tests.Progress;

public sealed partial class ProgressTests
{
    private static readonly RunRequested s_run = new()
    {
        Project = "p",
        RunId = "r",
        Model = "animatic-keyframe",
        EpisodeCap = 5,
        ShotCap = 1,
        Shots = [new ShotFields { ShotId = "S1" }, new ShotFields { ShotId = "S2" }],
    };

    [Fact]
    public async Task Without_a_terminal_every_event_is_one_line_written_once()
    {
        using var recoil = new Invocation();
        recoil.Folder.Write("plan.json", PlanText.With("\"run_id\":\"r1\",", PlanText.Shot, """{"shot_id":"S2","prompt":"B"}"""));
        recoil.Script = new(shot => shot.ShotId == "S1" ? ShotStatus.Ok : ShotStatus.BudgetExhausted);

        await recoil.RecoilAsync(["run", "plan.json"]);

        recoil.ErrorLines.ShouldBe(
        [
            "Run r1 of p: 2 shots, at most $0.96 of $5.00, $0.11 expected.",
            "[0/2] S1 reserving budget, attempt 1, take 1, $0.00",
            "[0/2] S1 generating, attempt 1, take 1, $0.00",
            "[1/2] S1 ok (lighting_mismatch), 1 attempt, 2 takes, $0.08",
            "[1/2] S2 reserving budget, attempt 1, take 1, $0.00",
            "[1/2] S2 generating, attempt 1, take 1, $0.00",
            "[2/2] S2 budget_exhausted (grid_influence), 1 attempt, 0 takes, $0.00",
            "Writing the reports.",
        ]);
    }

    [Fact]
    public async Task In_a_terminal_there_is_a_bar_with_the_money_and_the_shots_under_way()
    {
        var (console, screen) = Terminal();
        await using (var progress = new LiveProgress(s_run, console, TimeProvider.System))
        {
            progress.Show(Progressed("S1", 0.04m));
            progress.Show(Completed("S2", 0.08m));
            progress.Log.WriteLine("a warning [with brackets]");
        }

        var text = AnsiSequence().Replace(screen.ToString(), "");
        text.ShouldContain("1/2 shots, $0.12 of $5.00");
        text.ShouldContain("S1 generating, attempt 1, take 2 $0.04");
        text.ShouldContain("S2 ok, 1 attempt, 2 takes, $0.08");
        text.ShouldContain("a warning [with brackets]");
    }

    [Fact]
    public void What_comes_after_a_shots_end_changes_nothing()
    {
        var board = new RunBoard(s_run);

        board.Note(Completed("S1", 0.08m)).ShouldBeTrue();
        board.Note(Progressed("S1", 0.04m)).ShouldBeFalse();
        board.Note(Completed("S1", 0.08m)).ShouldBeFalse();

        (board.Completed, board.Spent, board.UnderWay.Count()).ShouldBe((1, KnownCost.Reported(0.08m), 0));
    }

    [Fact]
    public async Task What_nobody_knows_is_not_shown_as_nothing()
    {
        var output = new StringWriter();
        await using (var progress = new PlainProgress(s_run, output))
        {
            progress.Show(Progressed("S1", 0) with { CostSource = CostSource.Unknown });
            progress.Show(Completed("S1", 0.12m) with { CostSource = CostSource.Unknown });
            progress.Show(Completed("S2", 0.08m) with { CostSource = CostSource.Estimated });
        }

        output.ToString().Split('\n').ShouldBe(
        [
            "[0/2] S1 generating, attempt 1, take 2, an unknown amount",
            "[1/2] S1 ok, 1 attempt, 2 takes, at least $0.12",
            "[2/2] S2 ok, 1 attempt, 2 takes, about $0.08",
            "",
        ]);
    }

    [Fact]
    public void What_is_spent_is_at_least_what_is_known()
    {
        var board = new RunBoard(s_run);
        board.Note(Completed("S1", 0.08m));
        board.Note(Progressed("S2", 0) with { CostSource = CostSource.Unknown });

        board.Spent.ShouldBe(new KnownCost(0.08m, CostSource.Unknown));
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnsiSequence();

    private static (IAnsiConsole Console, StringWriter Screen) Terminal()
    {
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(screen),
        });
        console.Profile.Width = 120;
        return (console, screen);
    }

    private static ShotProgressed Progressed(string shot, decimal cost) => new()
    {
        CorrelationId = Guid.Empty, Project = "p", ShotId = shot, State = "Generating", Attempt = 1, Take = 2, CostUsd = cost,
    };

    private static ShotCompleted Completed(string shot, decimal cost) => new()
    {
        CorrelationId = Guid.Empty, Project = "p", ShotId = shot, Status = ShotStatus.Ok, OpId = "op", CostUsd = cost, Attempts = 1, Takes = 2,
        At = DateTimeOffset.UnixEpoch,
    };
}
