using Recoil.Contracts;

namespace Recoil.Bench.Tests;

public sealed class When_a_path_is_measured
{
    [Theory]
    [InlineData("happy-3", ShotStatus.Ok)]
    [InlineData("worst-3", ShotStatus.AttemptsExhausted)]
    public void The_run_says_which_one_and_how_its_shots_end(string run, ShotStatus status)
    {
        var path = BenchPath.OfRun(run);

        path.Request(run, "s1", "animatic-keyframe").RunId.ShouldBe(run);
        path.ErrorOf("s1", status).ShouldBeNull();
        path.ErrorOf("s1", ShotStatus.Crashed).ShouldBe($"Shot s1 ended crashed on the {path.Name} path; {SnakeCase.Of(status)} was expected.");
    }
}
