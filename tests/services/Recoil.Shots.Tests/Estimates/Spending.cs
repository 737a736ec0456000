using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Estimates;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Estimates;

/// <summary>What shots cost that take turns at one account, when every bill is as priced. Judges are asked never, once or as often as they may be.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Takes">How many takes were made.</param>
internal sealed record Spending(decimal Usd, int Takes)
{
    public static Spending Of(IReadOnlyList<Shot> shots, RunRequested run, ShotPolicy policy, IModelProfiles models, int parallel, Random random)
    {
        var waiting = new Queue<Shot>(shots);
        var live = new List<Play>();
        decimal spent = 0, reserved = 0;
        var takes = 0;
        while (waiting.Count > 0 || live.Count > 0)
        {
            while (live.Count < parallel && waiting.TryDequeue(out var next))
                live.Add(new Play(next, run, policy, models));

            var play = live[random.Next(live.Count)];
            if (play.IsReserved)
            {
                var cost = play.Price + (random.Next(3) switch { 0 => 0, 1 => play.Judging.Price!.Value, _ => play.Judging.Most });
                reserved -= play.Estimate;
                spent += cost;
                play.Spent += cost;
                takes++;
                if (!play.GoOn(policy))
                    live.Remove(play);
            }
            else if (play.Estimate == 0 || (spent + reserved + play.Estimate <= run.EpisodeCap && play.Spent + play.Estimate <= play.Cap))
            {
                reserved += play.Estimate;
                play.IsReserved = true;
            }
            else
            {
                live.Remove(play);
            }
        }

        return new Spending(spent, takes);
    }

    /// <param name="Fields">The shot.</param>
    /// <param name="Outcomes">What comes of its takes, from the first again when they are used up.</param>
    /// <param name="IsHarmless">Whether the softener finds nothing in its prompt.</param>
    internal sealed record Shot(ShotFields Fields, IReadOnlyList<StepOutcome> Outcomes, bool IsHarmless = false);

    private sealed class Play
    {
        private readonly Shot _shot;
        private RoutingState _state;
        private int _takes;

        public Play(Shot shot, RunRequested run, ShotPolicy policy, IModelProfiles models)
        {
            _shot = shot;
            var profile = models.Find(shot.Fields.Model ?? run.Model);
            _state = ShotRouting.Begin(new ShotRequested(shot.Fields, run.Project, run.EpisodeCap), profile, policy).State;
            Price = (TakePlan.IsClip(shot.Fields.Pipeline) ? profile?.CostPerSecond * shot.Fields.Duration : profile?.CostPerImage) ?? 0;
            Judging = JudgingEstimate.Of(shot.Fields.Judges ?? run.Judges, models);
            Cap = shot.Fields.ShotCap ?? run.ShotCap;
        }

        public decimal Price { get; }

        public decimal Cap { get; }

        public JudgingEstimate Judging { get; }

        public decimal Spent { get; set; }

        public decimal Estimate => _state.Estimate + Judging.Most;

        public bool IsReserved { get; set; }

        /// <summary>The take is there; says whether another one follows.</summary>
        public bool GoOn(ShotPolicy policy)
        {
            IsReserved = false;
            var routed = ShotRouting.Decide(_state, _shot.Outcomes[_takes++ % _shot.Outcomes.Count], policy);
            if (routed.Decision is Decision.Soften soften)
                routed = _shot.IsHarmless ? ShotRouting.NothingToSoften(routed.State, soften, policy) : ShotRouting.Softened(routed.State, "softer");
            _state = routed.State;
            return routed.Decision is not (Decision.Complete or Decision.Escalate);
        }
    }
}
