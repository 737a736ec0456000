using Recoil.Contracts;
using Recoil.Shots.Fallbacks;
using Recoil.Shots.Routing;
using Recoil.Shots.Tests.Parity;

namespace Recoil.Shots.Tests.Routing;

/// <summary>Plays every scenario of the original through the pure decisions.</summary>
public sealed class ParityOfRoutingTests
{
    public static TheoryData<string> Ids => ParityVectors.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_seed_policy_answers_as_the_original(string id)
    {
        var vector = ParityVectors.Get(id);

        new Replay(vector).Run().ToString().ShouldBe((vector.Expect with { PassedOn = null }).ToString());
    }

    [Fact]
    public void Every_scenario_is_played() => ParityVectors.All.Count.ShouldBe(619 + 180);

    private sealed class Replay(ParityVector vector)
    {
        private readonly ShotRequested _shot = vector.Request();
        private readonly List<ParityDispatch> _dispatches = [];
        private readonly List<string> _fallbacks = [];
        private readonly List<ShotTake> _takes = [];
        private decimal _spent = vector.Budget.Spent;

        public ParityExpectation Run()
        {
            var opening = ShotRouting.Begin(_shot, vector.ModelProfile, ShotPolicy.Seed);
            foreach (var fallback in opening.Fallbacks)
                _fallbacks.Add(SanctionedFallbacks.Fire(fallback, vector.Model).Fallback.Name);

            var state = opening.State;
            while (true)
            {
                if (!Affordable(state))
                    return Result(state, ShotRouting.BudgetRefused(state));

                (var decision, state) = Take(state);
                if (decision is Decision.Soften soften)
                    (decision, state) = vector.Softener is { Eligible: true, Result.Length: > 0 }
                        ? ShotRouting.Softened(state, vector.Softener.Result)
                        : new Routed(soften.Otherwise, state);

                if (decision is Decision.Complete or Decision.Escalate)
                    return Result(state, decision);

                decision.ShouldBeOfType<Decision.NextAttempt>();
            }
        }

        private bool Affordable(RoutingState state) =>
            _spent + state.Estimate <= vector.Budget.EpisodeCap
            && _takes.Cost().Usd + state.Estimate <= vector.Budget.PerShotCap;

        private Routed Take(RoutingState state)
        {
            var shotId = ShotIdentity.OfShot(_shot.Project, _shot.RunId, _shot.ShotId);
            var takeId = ShotIdentity.OfTake(shotId, state.Attempt, state.Take);
            var plan = TakePlan.For(state, _shot, takeId, vector.ModelProfile);
            _dispatches.Add(new ParityDispatch
            {
                Operation = plan.Operation,
                Prompt = plan.Prompt,
                AspectRatio = _shot.AspectRatio,
                IdentityRefs = plan.Operation is Operation.ImageT2i ? [.. plan.References.Sent, .. plan.References.Optional.Where(vector.Exists)] : null,
                StartFrame = plan.StartFrame,
                EndFrame = plan.EndFrame,
                Duration = plan.Duration,
                Gated = plan.References.Judged.Any(vector.Exists),
            });

            var step = vector.Steps[_dispatches.Count - 1];
            var (generation, verdict) = (step.Generation(shotId, takeId), step.Verdict(shotId, takeId));
            var outcome = StepOutcome.Of(generation, verdict);
            _spent += outcome.Cost;
            _takes.Add(new ShotTake
            {
                Id = takeId,
                Attempt = state.Attempt,
                Number = state.Take,
                Result = generation,
                Verdict = verdict,
                ChargedCost = generation.Cost,
            });
            return ShotRouting.Decide(state, outcome, ShotPolicy.Seed);
        }

        private ParityExpectation Result(RoutingState state, Decision decision)
        {
            var (status, failureMode, output) = decision switch
            {
                Decision.Complete done => (done.Status, done.FailureMode, done.OutputPath),
                Decision.Escalate done => (done.Status, done.FailureMode, done.OutputPath),
                _ => throw new InvalidOperationException($"{decision} is no end."),
            };

            return new ParityExpectation
            {
                Status = status,
                Attempts = state.Attempt,
                CostUsd = _takes.Cost().Usd,
                FailureMode = failureMode,
                OutputPath = output,
                ValidationNotes = state.ValidationNotes,
                Review = decision is not Decision.Escalate review ? null : new ParityReview
                {
                    Reason = review.Reason,
                    FailureMode = review.ReviewFailureMode,
                    OriginalPrompt = review.OriginalPrompt,
                    SoftenedPrompt = review.SoftenedPrompt,
                    Attempts = [.. _takes.Records().Select(ParityAttempt.Of)],
                    TotalCostUsd = _takes.Cost().Usd,
                },
                Budget = new ParityBalance { Spent = _spent, Reserved = 0 },
                Dispatches = _dispatches,
                Fallbacks = _fallbacks,
                Ops = ["started", "completed"],
            };
        }
    }
}
