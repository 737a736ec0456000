using Recoil.Cli.Cancelling;
using Recoil.Cli.Commands;
using Recoil.Cli.Statuses;

namespace Recoil.Cli.Tests.Statuses;

public sealed class NamesOfRunsAndShotsTests
{
    private readonly ArchiveOfRuns _archive = new(
        ("pilot", "r1", ["S1", "S2"]), ("teaser", "r1", ["S1"]), ("pilot", "r2", ["S9"]), ("r2", "S9", ["S1"]));

    [Theory]
    [InlineData("r2", "pilot/r2")]
    [InlineData("teaser/r1", "teaser/r1")]
    public async Task A_run_is_found_by_its_name_or_with_its_project(string typed, string found) =>
        RunName.FullName(await RunName.FindAsync(typed, null, _archive, default)).ShouldBe(found);

    [Fact]
    public async Task A_run_is_looked_for_in_the_project_that_is_said() =>
        RunName.FullName(await RunName.FindAsync("r1", "teaser", _archive, default)).ShouldBe("teaser/r1");

    [Theory]
    [InlineData("r1", "r1: 2 projects have such a run. Say which: pilot/r1 or teaser/r1.")]
    [InlineData("r3", "r3: no such run. Did you mean r1?")]
    [InlineData("pilot/r9", "pilot/r9: no such run. Did you mean pilot/r1?")]
    [InlineData("nothing-like-it", "nothing-like-it: no such run. recoil status lists the runs.")]
    [InlineData("a/b/c", "a/b/c: is no run. Write RUN or PROJECT/RUN.")]
    [InlineData("/r1", "/r1: is no run. Write RUN or PROJECT/RUN.")]
    public async Task A_run_that_cannot_be_identified_is_one_line(string typed, string line) =>
        (await Should.ThrowAsync<CommandFailedException>(() => RunName.FindAsync(typed, null, _archive, default))).Message.ShouldBe(line);

    [Theory]
    [InlineData("r2", "pilot/r2")]
    [InlineData("pilot/r1", "pilot/r1")]
    [InlineData("r1/S2", "pilot/r1/S2")]
    [InlineData("teaser/r1/S1", "teaser/r1/S1")]
    public async Task What_is_to_be_cancelled_is_a_run_or_a_shot(string typed, string found) =>
        (await RunOrShotName.FindAsync(typed, _archive, default)).FullName.ShouldBe(found);

    [Theory]
    [InlineData("r1/S1", "r1/S1: this may mean pilot/r1/S1 or teaser/r1/S1. Write out which.")]
    [InlineData("r2/S9", "r2/S9: this may mean pilot/r2/S9 or r2/S9. Write out which.")]
    [InlineData("pilot/r1/S3", "pilot/r1/S3: the run has no such shot. Did you mean S1?")]
    [InlineData("pilot/r7/S1", "pilot/r7: no such run. recoil status lists the runs.")]
    [InlineData("x/y", "x/y: no such run or shot. recoil status lists the runs.")]
    [InlineData("a//b", "a//b: is no run or shot. Write RUN, RUN/SHOT, PROJECT/RUN or PROJECT/RUN/SHOT.")]
    public async Task What_cannot_be_identified_is_not_cancelled(string typed, string line) =>
        (await Should.ThrowAsync<CommandFailedException>(() => RunOrShotName.FindAsync(typed, _archive, default))).Message.ShouldBe(line);
}
