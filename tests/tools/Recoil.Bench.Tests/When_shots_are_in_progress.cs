using Recoil.Bench.Load;

namespace Recoil.Bench.Tests;

public sealed class When_shots_are_in_progress : IDisposable
{
    private readonly LoadWindow _window = new(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task No_more_start_than_the_window_holds()
    {
        await _window.StartAsync("a", Cancellation);
        await _window.StartAsync("b", Cancellation);
        var third = _window.StartAsync("c", Cancellation);
        third.IsCompleted.ShouldBeFalse();

        _window.Complete("a", null);

        await third;
        _window.Milliseconds.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_shot_counts_once_and_a_stranger_not_at_all()
    {
        await _window.StartAsync("a", Cancellation);

        _window.Complete("stranger", "unexpected");
        _window.Complete("a", null);
        _window.Complete("a", null);

        _window.Milliseconds.Count().ShouldBe(1);
        await _window.DrainAsync(Cancellation);
    }

    [Fact]
    public async Task Draining_waits_for_the_last_one()
    {
        await _window.StartAsync("a", Cancellation);
        var drained = _window.DrainAsync(Cancellation);
        drained.IsCompleted.ShouldBeFalse();

        _window.Complete("a", null);

        await drained;
    }

    [Fact]
    public async Task A_wrong_end_fails_the_measurement_with_the_first_reason()
    {
        await _window.StartAsync("a", Cancellation);
        await _window.StartAsync("b", Cancellation);
        _window.Complete("a", "Shot a ended crashed.");
        _window.Complete("b", "Shot b ended crashed.");

        (await Should.ThrowAsync<BenchFailedException>(() => _window.StartAsync("c", Cancellation))).Message.ShouldBe("Shot a ended crashed.");
        (await Should.ThrowAsync<BenchFailedException>(() => _window.DrainAsync(Cancellation))).Message.ShouldBe("Shot a ended crashed.");
    }

    [Fact]
    public async Task A_failure_wakes_whoever_waits_for_a_slot()
    {
        await _window.StartAsync("a", Cancellation);
        await _window.StartAsync("b", Cancellation);
        var third = _window.StartAsync("c", Cancellation);

        _window.Fail("The broker closed the connection.");

        (await Should.ThrowAsync<BenchFailedException>(() => third)).Message.ShouldBe("The broker closed the connection.");
    }
}
