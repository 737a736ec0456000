using Recoil.Contracts;
using Recoil.Storage.Conformance.Takes;
using Recoil.Storage.Judging;

namespace Recoil.Storage.Conformance.Judging;

public abstract class When_judges_are_asked<TStore> : TakeTest<TStore> where TStore : IStoreUnderTest, new()
{
    private IJudgements Judgements => Store.Judgements;

    [Fact]
    public async Task What_was_asked_and_answered_comes_back_as_it_was()
    {
        var asked = Asked() with { Calls = [new JudgeCall(Guid.NewGuid(), Noon.AddMinutes(3), 0, CostSource.Unknown, IsOver: false)] };

        (await Judgements.FindAsync(asked.Id, default)).ShouldBeNull();
        (await Judgements.TryPutAsync(asked, default)).ShouldBeTrue();
        var answered = asked with
        {
            Version = 2,
            ChangedAt = Noon.AddMinutes(1),
            Calls = [asked.Calls[0] with { Usd = 0.003125m, Source = CostSource.Computed, IsOver = true }],
            Answer = """{"dimensions": {"wardrobe": {"evidence": "red, not „yellow“", "score": 0.2}}}""",
        };
        (await Judgements.TryPutAsync(answered, default)).ShouldBeTrue();

        var found = (await Judgements.FindAsync(asked.Id, default)).ShouldNotBeNull();
        found.Calls.ShouldBe(answered.Calls);
        (found with { Calls = answered.Calls }).ShouldBe(answered);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_one_wins()
    {
        var asked = Asked();
        var other = await Store.OpenAgainAsync();
        try
        {
            var first = await AtOnceAsync(8, index => (index % 2 == 0 ? Store : other).Judgements.TryPutAsync(asked with { Failure = $"{index}" }, default));
            first.Count(one => one).ShouldBe(1);

            var second = await AtOnceAsync(8, index => (index % 2 == 0 ? Store : other).Judgements.TryPutAsync(asked with { Version = 2, Failure = $"{index}" }, default));
            second.Count(one => one).ShouldBe(1);

            (await Judgements.TryPutAsync(asked with { Version = 4 }, default)).ShouldBeFalse("there is no version 3");
            (await Judgements.FindAsync(asked.Id, default))!.Version.ShouldBe(2);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_was_asked_long_ago_is_forgotten()
    {
        var (old, older, changed) = (Asked(), Asked() with { ChangedAt = Noon.AddMinutes(-1) }, Asked());
        foreach (var asked in new[] { old, older, changed })
            await Judgements.TryPutAsync(asked, default);
        await Judgements.TryPutAsync(changed with { Version = 2, ChangedAt = Noon.AddHours(1) }, default);

        (await Judgements.RemoveAsync(Noon.AddMinutes(1), 1, default)).ShouldBe(1);
        (await Judgements.FindAsync(older.Id, default)).ShouldBeNull();
        (await Judgements.RemoveAsync(Noon.AddMinutes(1), 10, default)).ShouldBe(1);

        (await Judgements.FindAsync(old.Id, default)).ShouldBeNull();
        (await Judgements.FindAsync(changed.Id, default)).ShouldNotBeNull();
    }

    private static AskedJudge Asked() => new() { Id = Guid.NewGuid(), Version = 1, ChangedAt = Noon };
}
