using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Critic.Checks;
using Recoil.Critic.Judging;
using Recoil.Critic.Verdicts;
using Recoil.Hosting.Telemetry;
using Recoil.Media;
using Recoil.Storage;

namespace Recoil.Critic;

/// <summary>Judges a take by what can be seen in its pixels, and where that finds nothing hard, by the judges that its shot names.</summary>
internal sealed class TakeCritic(Ffmpeg ffmpeg, ReferencedFiles files, CriticOptions options, ILogger<TakeCritic> log, JudgePanel? panel = null)
{
    private readonly ReferencePictures _references = new(files, ffmpeg, options.Limits);
    private readonly ICheck[] _checks =
    [
        new UnusableTake(options.Thresholds),
        new WrongShape(options.Thresholds),
        new WrongLength(options.Thresholds),
        new GridInfluence(options.Thresholds),
        new MotionFailure(options.Thresholds),
        new LightingMismatch(options.Thresholds),
        new EndFrameDrift(options.Thresholds),
        new RefBleed(options.Thresholds),
        new IdentityDrift(options.Thresholds),
        new UnsupportedChecks(),
    ];

    /// <summary>Judges a take.</summary>
    /// <exception cref="ArtifactStoreException">The artifacts cannot be used now; the take can be judged when they are back.</exception>
    /// <exception cref="StorageUnavailableException">The same of the store, in which judges' answers are kept.</exception>
    /// <exception cref="JudgeBusyException">Another critic is judging it.</exception>
    public async Task<CriticVerdict> JudgeAsync(CritiqueTake command, CancellationToken cancellationToken)
    {
        var areAsked = false;
        try
        {
            using var output = await files.FindAsync(command.Output, cancellationToken);
            if (output is null)
                return Verdict.Pending(command, $"{command.Output} does not exist");
            var take = new TakeUnderReview(command, output.Path, _references, ffmpeg, options.Limits);
            var seen = new List<Observation>();
            foreach (var check in _checks)
            {
                using (RecoilTrace.Start($"check {check.GetType().Name}"))
                    seen.AddRange(await check.LookAsync(take, cancellationToken));
                // An unusable take needs no further checks, nor does one that is not what was asked for.
                if (check is UnusableTake or WrongShape or WrongLength && seen.Exists(o => o.Finding.Severity == Severity.Hard))
                    break;
            }

            // A hard finding saves the judges' cost.
            if (command.Judging is null || seen.Exists(o => o.Finding.Severity == Severity.Hard))
                return Verdict.Of(command, seen);
            if (panel is null)
                return Verdict.Pending(command, "this critic has no judges", seen);
            areAsked = true;
            var judged = await panel.JudgeAsync(command, output.Path, cancellationToken);
            seen.RemoveAll(o => o.Finding.Severity == Severity.NotEvaluated && judged.Seen.Any(other => other.Finding.Check == o.Finding.Check));
            seen.AddRange(judged.Seen);
            return judged.NotJudged is { } why ? Verdict.Pending(command, why, seen, judged.Judgements) : Verdict.Of(command, seen, judged.Judgements);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception away) when (away is ArtifactStoreException and not DamagedArtifactException or StorageUnavailableException or JudgeBusyException)
        {
            throw;
        }
        catch (Exception e)
        {
            // The take exists without a verdict, so the answer is pending, whatever the reason.
            log.LogError(e, "Take {TakeId} of {ShotId} could not be judged", command.TakeId, command.ShotId);
            return Verdict.Pending(
                command, e.Message,
                judgements: areAsked ? [.. command.Judging!.Judges.Select(judge => JudgeVerdict.NotJudged(judge, e.Message, KnownCost.Unknown).ToJudgement())] : null);
        }
    }
}
