using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class StepOutcomeTests
{
    private static readonly GenerationCompleted s_generation = new()
    {
        CorrelationId = Guid.Empty,
        TakeId = Guid.Empty,
        Success = true,
        Output = "take.png",
        Cost = 0.3m,
        Error = "retried upstream",
        ErrorKind = ErrorKind.RateLimited,
        FinalState = "completed",
    };

    private static readonly CriticVerdict s_verdict = new()
    {
        CorrelationId = Guid.Empty,
        TakeId = Guid.Empty,
        Success = false,
        Error = "identity",
        FinalState = "judged",
        Score = 0.4,
        Gate = new GateVerdict { Passed = false, Name = "identity_gate" },
    };

    [Fact]
    public void Without_a_verdict_the_generation_stands() => StepOutcome.Of(s_generation, null).ShouldBe(new StepOutcome
    {
        Success = true,
        Output = "take.png",
        Cost = 0.3m,
        Error = "retried upstream",
        ErrorKind = ErrorKind.RateLimited,
        FinalState = "completed",
    });

    [Fact]
    public void A_verdict_without_a_gate_adds_nothing_but_its_score() =>
        StepOutcome.Of(s_generation, s_verdict with { Gate = null })
            .ShouldBe(StepOutcome.Of(s_generation, null) with { Score = 0.4 });

    [Fact]
    public void A_verdict_with_a_gate_replaces_everything_but_output_and_cost() =>
        StepOutcome.Of(s_generation, s_verdict).ShouldBe(new StepOutcome
        {
            Success = false,
            Output = "take.png",
            Cost = 0.3m,
            Error = "identity",
            FinalState = "judged",
            Gate = s_verdict.Gate,
            Score = 0.4,
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gate_speaks_for_a_verdict_that_does_not_say_whether_the_take_is_good(bool passed) =>
        StepOutcome.Of(s_generation, s_verdict with { Success = null, Gate = new GateVerdict { Passed = passed } })
            .Success.ShouldBe(passed);

    [Fact]
    public void A_critic_that_could_not_judge_counts_even_without_a_gate() =>
        StepOutcome.Of(s_generation, s_verdict with { Gate = null, FinalState = "pending_qc" }).FinalState.ShouldBe("pending_qc");

    [Fact]
    public void A_fault_leaves_nothing_else() =>
        StepOutcome.Of(s_generation with { Fault = "disk full" }, s_verdict).ShouldBe(new StepOutcome { Fault = "disk full" });
}
