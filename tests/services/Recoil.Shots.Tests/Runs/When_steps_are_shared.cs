using Recoil.Shots.Runs;

namespace Recoil.Shots.Tests.Runs;

public sealed class When_steps_are_shared
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly SharedSteps _steps = new();
    private readonly Guid _run = Guid.NewGuid();

    [Fact]
    public async Task All_who_call_during_a_step_share_the_next()
    {
        var first = new TaskCompletionSource<bool>();
        var ran = 0;

        var running = _steps.RunAsync(_run, () => first.Task);
        var waiting = Enumerable.Range(0, 5).Select(_ => _steps.RunAsync(_run, StepAsync)).ToList();
        waiting.ShouldAllBe(call => !call.IsCompleted);
        first.SetResult(true);

        (await running.WaitAsync(s_limit)).ShouldBe(StepBy.Own);
        (await Task.WhenAll(waiting).WaitAsync(s_limit)).ShouldBe([StepBy.Own, StepBy.Another, StepBy.Another, StepBy.Another, StepBy.Another]);
        ran.ShouldBe(1);

        Task<bool> StepAsync()
        {
            ran++;
            return Task.FromResult(true);
        }
    }

    [Fact]
    public async Task One_that_fails_is_told_to_all_and_holds_up_nobody()
    {
        var first = new TaskCompletionSource<bool>();
        var running = _steps.RunAsync(_run, () => first.Task);
        var failing = _steps.RunAsync(_run, () => throw new IOException("The store is gone."));
        var sharing = _steps.RunAsync(_run, () => Task.FromResult(true));
        first.SetException(new IOException("The store is gone."));

        await Should.ThrowAsync<IOException>(running.WaitAsync(s_limit));
        await Should.ThrowAsync<IOException>(failing.WaitAsync(s_limit));
        (await sharing.WaitAsync(s_limit)).ShouldBe(StepBy.Nobody);
        (await _steps.RunAsync(_run, () => Task.FromResult(true)).WaitAsync(s_limit)).ShouldBe(StepBy.Own);
    }

    [Fact]
    public async Task One_that_took_nothing_in_is_nobody_s_but_its_own()
    {
        var first = new TaskCompletionSource<bool>();
        var running = _steps.RunAsync(_run, () => first.Task);
        var repeating = _steps.RunAsync(_run, () => Task.FromResult(false));
        var sharing = _steps.RunAsync(_run, () => Task.FromResult(true));
        first.SetResult(true);

        (await Task.WhenAll(running, repeating, sharing).WaitAsync(s_limit)).ShouldBe([StepBy.Own, StepBy.Own, StepBy.Nobody]);
    }

    [Fact]
    public async Task Those_of_another_run_wait_for_nothing()
    {
        var first = new TaskCompletionSource<bool>();
        var running = _steps.RunAsync(_run, () => first.Task);

        (await _steps.RunAsync(Guid.NewGuid(), () => Task.FromResult(true)).WaitAsync(s_limit)).ShouldBe(StepBy.Own);

        first.SetResult(true);
        await running.WaitAsync(s_limit);
    }

    [Fact]
    public async Task Whatever_was_there_when_a_caller_called_has_been_taken_in_when_it_returns()
    {
        var (noted, taken, inside) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var mine = Interlocked.Increment(ref noted);
                (await _steps.RunAsync(_run, StepAsync)).ShouldNotBe(StepBy.Nobody);
                Volatile.Read(ref taken).ShouldBeGreaterThanOrEqualTo(mine);
            }
        }))).WaitAsync(s_limit);

        async Task<bool> StepAsync()
        {
            Interlocked.Increment(ref inside).ShouldBe(1);
            var all = Volatile.Read(ref noted);
            await Task.Yield();
            Volatile.Write(ref taken, all);
            Interlocked.Decrement(ref inside);
            return true;
        }
    }
}
