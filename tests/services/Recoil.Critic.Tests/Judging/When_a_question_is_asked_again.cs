using Recoil.Contracts;
using Recoil.Critic.Judging;
using Recoil.Storage.Judging;

namespace Recoil.Critic.Tests.Judging;

public sealed class When_a_question_is_asked_again
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_question = Guid.NewGuid();
    private static readonly Guid s_take = Guid.NewGuid();
    private static readonly KnownCost s_cent = KnownCost.Computed(0.01m);

    [Fact]
    public void A_call_is_written_before_it_is_made()
    {
        var asked = Begun(null);

        asked.Version.ShouldBe(1);
        asked.Calls.ShouldBe([new JudgeCall(s_take, s_noon.AddMinutes(2), 0, CostSource.Unknown, IsOver: false)]);
    }

    [Fact]
    public void An_answer_that_is_known_is_not_asked_for_and_costs_its_own_take_what_it_cost()
    {
        var answered = Asking.Over(Begun(null), Begun(null).Calls[0], s_cent, s_noon, answer: "{}");

        Next(answered, s_noon).ShouldBe(new AskingStep.Answered("{}"));
        Asking.CostOf(answered, s_take).ShouldBe(s_cent);
        Asking.CostOf(answered, Guid.NewGuid()).ShouldBe(KnownCost.Free, "another shot has paid for it");
    }

    [Fact]
    public void While_one_asks_others_wait() => Next(Begun(null), s_noon.AddMinutes(1)).ShouldBeOfType<AskingStep.Busy>();

    [Fact]
    public void An_answer_that_was_lost_is_asked_for_once_more_and_its_cost_is_unknown()
    {
        var again = Begun(Begun(null), s_noon.AddMinutes(3));
        var answered = Asking.Over(again, again.Calls[1], s_cent, s_noon.AddMinutes(3), answer: "{}");

        again.Calls.Count.ShouldBe(2);
        Asking.CostOf(answered, s_take).ShouldBe(new KnownCost(0.01m, CostSource.Unknown));
    }

    [Fact]
    public void It_is_asked_twice_at_most()
    {
        var twice = Begun(Begun(null), s_noon.AddMinutes(3));

        Next(twice, s_noon.AddMinutes(9)).ShouldBeOfType<AskingStep.Failed>().Why.ShouldContain("lost");
        Asking.CostOf(twice, s_take).IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public void A_call_that_was_refused_before_it_cost_anything_does_not_count()
    {
        var undone = Asking.Undone(Begun(null), Begun(null).Calls[0], s_noon);

        undone.Calls.ShouldBeEmpty();
        Asking.CostOf(undone, s_take).ShouldBe(KnownCost.Free);
        Next(undone, s_noon).ShouldBeOfType<AskingStep.Ask>();
    }

    [Fact]
    public void A_failure_that_would_come_again_is_kept()
    {
        var refused = Asking.Over(Begun(null), Begun(null).Calls[0], s_cent, s_noon, failure: "it would not judge");

        Next(refused, s_noon.AddDays(1)).ShouldBe(new AskingStep.Failed("it would not judge"));
        Asking.CostOf(refused, s_take).ShouldBe(s_cent);
    }

    private static AskingStep Next(AskedJudge? known, DateTimeOffset now) => Asking.Next(known, s_question, s_take, now, now.AddMinutes(2));

    private static AskedJudge Begun(AskedJudge? known, DateTimeOffset? now = null) => Next(known, now ?? s_noon).ShouldBeOfType<AskingStep.Ask>().Asked;
}
