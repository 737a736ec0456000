using Microsoft.Extensions.Time.Testing;

namespace Recoil.Generator.Tests.Takes;

/// <summary>A clock that moves by hand and knows when somebody has begun to wait for it.</summary>
internal sealed class WatchedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _waits);
        return timer;
    }

    /// <summary>Moves on, and returns when whoever was woken by that has begun to wait again.</summary>
    public void AdvanceToNextWait(TimeSpan delta, TimeSpan limit)
    {
        var before = Volatile.Read(ref _waits);
        Advance(delta);
        SpinWait.SpinUntil(() => Volatile.Read(ref _waits) > before, limit).ShouldBeTrue("whoever waited was woken and waits again");
    }
}
