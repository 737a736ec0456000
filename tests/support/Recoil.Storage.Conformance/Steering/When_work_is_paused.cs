using Recoil.Storage.Steering;

namespace Recoil.Storage.Conformance.Steering;

public abstract class When_work_is_paused<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly PausedPart s_run = PausedPart.Run("film", "run-1");

    private IPauses Pauses => Store.Pauses;

    [Fact]
    public async Task It_is_listed_until_it_is_resumed()
    {
        var (run, project, account) = (PauseOf(s_run), PauseOf(PausedPart.Project("film")) with { Reason = null }, PauseOf(PausedPart.Account("kling")));
        foreach (var pause in new[] { run, project, account })
            (await Pauses.PauseAsync(pause, default)).ShouldBeTrue();
        (await Pauses.ListAsync(default)).ShouldBe([account, project, run]);

        (await Pauses.ResumeAsync(project.What, Noon.AddSeconds(1), default)).ShouldBeTrue();

        (await Pauses.ListAsync(default)).ShouldBe([account, run]);
    }

    [Fact]
    public async Task The_newest_command_counts_in_whatever_order_they_arrive()
    {
        var pause = PauseOf(s_run);
        (await Pauses.ResumeAsync(s_run, Noon.AddSeconds(2), default)).ShouldBeTrue();
        (await Pauses.PauseAsync(pause, default)).ShouldBeFalse();
        (await Pauses.ListAsync(default)).ShouldBeEmpty();

        (await Pauses.PauseAsync(pause with { Since = Noon.AddSeconds(3) }, default)).ShouldBeTrue();
        (await Pauses.PauseAsync(pause with { Since = Noon.AddSeconds(3), By = "again" }, default)).ShouldBeFalse();
        (await Pauses.ResumeAsync(s_run, Noon.AddSeconds(2), default)).ShouldBeFalse();

        (await Pauses.ListAsync(default)).ShouldBe([pause with { Since = Noon.AddSeconds(3) }]);
    }

    [Fact]
    public async Task One_of_many_commands_at_once_is_kept()
    {
        var noted = await AtOnceAsync(12, async index => await Pauses.PauseAsync(PauseOf(s_run) with { By = $"person {index}", Since = Noon.AddSeconds(index) }, default));

        noted.ShouldContain(true);
        (await Pauses.ListAsync(default)).ShouldHaveSingleItem().By.ShouldBe("person 11");
    }

    [Fact]
    public async Task Another_process_sees_it()
    {
        await Pauses.PauseAsync(PauseOf(s_run), default);
        var other = await Store.OpenAgainAsync();
        try
        {
            (await other.Pauses.ListAsync(default)).ShouldBe([PauseOf(s_run)]);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public void What_is_paused_holds_what_belongs_to_it()
    {
        var run = new PausedWork([PauseOf(s_run)]);
        (run.Holds("kling", "film/run-1"), run.Holds("kling", "film/run-2"), run.Holds("kling", "film/run-10"), run.HoldsAccount("kling")).ShouldBe((true, false, false, false));

        var project = new PausedWork([PauseOf(PausedPart.Project("film"))]);
        (project.Holds("kling", "film/run-1"), project.Holds("kling", "film/"), project.Holds("kling", "film2/run-1")).ShouldBe((true, true, false));

        var account = new PausedWork([PauseOf(PausedPart.Account("kling"))]);
        (account.Holds("kling", "film/run-1"), account.Holds("veo", "film/run-1"), account.HoldsRun("film/run-1")).ShouldBe((true, false, false));
        PausedWork.None.Holds("kling", "film/run-1").ShouldBeFalse();
    }

    private static Pause PauseOf(PausedPart what) => new(what, "Ida", "the light is wrong", Noon);
}
