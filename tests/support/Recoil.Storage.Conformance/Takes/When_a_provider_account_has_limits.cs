using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class When_a_provider_account_has_limits<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly AccountLimits s_twoJobs = new() { Jobs = 2 };
    private static readonly AccountLimits s_threeAMinute = new() { SubmitsPerMinute = 3 };

    private IProviderAccounts Accounts => Store.Accounts;

    [Fact]
    public async Task No_more_jobs_are_begun_at_once_however_many_processes_try()
    {
        var other = await Store.OpenAgainAsync();
        try
        {
            var entered = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default));

            entered.Count(one => one).ShouldBe(2);
            (await Accounts.TryEnterAsync("veo", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeTrue("it is another account");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_take_leaves()
    {
        var first = Guid.NewGuid();
        await Accounts.TryEnterAsync("kling", first, s_twoJobs, Noon, default);
        await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default);

        await Accounts.LeaveAsync("kling", first, default);
        await Accounts.LeaveAsync("kling", first, default);

        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeTrue();
        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_take_that_has_its_place_keeps_it()
    {
        var first = Guid.NewGuid();
        await Accounts.TryEnterAsync("kling", first, s_twoJobs, Noon, default);
        await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default);

        (await Accounts.TryEnterAsync("kling", first, s_twoJobs, Noon, default)).ShouldBeTrue();
        await Accounts.LeaveAsync("kling", first, default);
        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeTrue("it had one place");
    }

    [Fact]
    public async Task The_places_of_takes_that_have_ended_are_free()
    {
        var ended = NewTake();
        await MakeAsync(ended);
        await Accounts.TryEnterAsync("kling", ended.TakeId, s_twoJobs, Noon, default);
        await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default);

        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeTrue("its process died before it left");
        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_twoJobs, Noon, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task No_more_is_submitted_within_a_minute()
    {
        var entered = await AtOnceAsync(8, _ => Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_threeAMinute, Noon, default));
        entered.Count(one => one).ShouldBe(3);

        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_threeAMinute, Noon.AddSeconds(64), default)).ShouldBeFalse("a submit reaches the provider some time after it is counted");
        (await Accounts.TryEnterAsync("kling", Guid.NewGuid(), s_threeAMinute, Noon.AddSeconds(65), default)).ShouldBeTrue();
    }
}
