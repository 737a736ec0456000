using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers;
using Recoil.Storage;
using Recoil.Storage.Judging;

namespace Recoil.Critic.Judging;

/// <summary>Asks one judge about a take. A call is written down before it is made, so that no more are made than may be.</summary>
internal sealed partial class Judge(
    IJudgements judgements, IModelProfiles models, IEnumerable<IVisionModel> visionModels, CriticOptions options, TimeProvider time, ILogger<Judge> log)
{
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, IVisionModel> _visionModels = visionModels.ToDictionary(model => model.Name, StringComparer.Ordinal);

    /// <summary>Asks, unless the answer is known.</summary>
    /// <exception cref="JudgeBusyException">Another critic is asking it now.</exception>
    /// <exception cref="StorageUnavailableException">Nothing was asked: the store cannot be used now.</exception>
    public async Task<JudgeVerdict> AskAsync(string name, CritiqueTake take, Exhibits exhibits, IReadOnlyList<Dimension> dimensions, CancellationToken cancellationToken)
    {
        if (models.Find(name) is not { CostPerJudgement: not null } profile)
            return JudgeVerdict.NotJudged(name, "the models file has no judge of this name", KnownCost.Free);
        if (!_visionModels.TryGetValue(profile.Provider, out var model))
            return JudgeVerdict.NotJudged(name, $"this critic has no account {profile.Provider} that judges", KnownCost.Free);

        var seesClip = exhibits.Take.Clip is { } clip && clip.Bytes.Length <= model.LargestClip;
        var question = RubricQuestion.Of(name, profile, take, exhibits, dimensions, seesClip, options.Judging.MaxOutputTokens);
        var id = IdOf(question, exhibits, seesClip);
        var (patience, wait) = (time.GetUtcNow() + options.Judging.Patience, s_firstWait);
        var mistake = "";
        while (true)
        {
            var known = await judgements.FindAsync(id, cancellationToken);
            var now = time.GetUtcNow();
            switch (Asking.Next(known, id, take.TakeId, now, now + options.Judging.AnswerTimeout + s_margin))
            {
                case AskingStep.Answered answered:
                    return Read(name, answered.Answer, dimensions, Asking.CostOf(known, take.TakeId));
                case AskingStep.Failed failed:
                    return JudgeVerdict.NotJudged(name, failed.Why, Asking.CostOf(known, take.TakeId));
                case AskingStep.Busy:
                    throw new JudgeBusyException(name);
                case AskingStep.Ask ask:
                    if (model.Absence is { } absence)
                        return JudgeVerdict.NotJudged(name, absence, Asking.CostOf(known, take.TakeId));
                    if (!await judgements.TryPutAsync(ask.Asked, cancellationToken))
                        continue;
                    var result = await CallAsync(model, mistake.Length == 0 ? question : RubricQuestion.Again(question, mistake), dimensions, cancellationToken);
                    var after = await NoteAsync(ask.Asked, result);
                    if (result.WaitFor is { } asked && (asked > wait ? asked : wait) is var pause && time.GetUtcNow() + pause < patience)
                    {
                        LogWaiting(name, result.Failure!);
                        await Task.Delay(pause, time, cancellationToken);
                        wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
                        continue;
                    }

                    mistake = result.Mistake ?? "";
                    if (result.Mistake is not null && after.Calls.Count < Recoil.Models.Judging.MostCalls)
                        continue;
                    if (result.Answer is { } answer)
                        return Read(name, answer, dimensions, Asking.CostOf(after, take.TakeId));
                    LogNotJudged(name, take.TakeId, result.Failure!);
                    return JudgeVerdict.NotJudged(name, result.Failure!, Asking.CostOf(after, take.TakeId));
            }
        }
    }

    private static JudgeVerdict Read(string name, string answer, IReadOnlyList<Dimension> dimensions, KnownCost cost) => AnswerReading.Read(answer, dimensions, out var mistake) is { } answers
        ? new JudgeVerdict(name, answers, null, cost)
        : JudgeVerdict.NotJudged(name, $"the answer cannot be used: {mistake}", cost);

    private static async Task<CallResult> CallAsync(IVisionModel model, VisionQuestion question, IReadOnlyList<Dimension> dimensions, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await model.AskAsync(question, cancellationToken);
            return answer.End switch
            {
                VisionEnd.Refused => CallResult.Ended(answer.Cost, $"it would not judge: {answer.Reason}"),
                VisionEnd.Cut => CallResult.Ended(answer.Cost, $"its answer was cut off after {question.MaxOutputTokens} tokens at most: {answer.Reason}"),
                _ when AnswerReading.Read(answer.Text, dimensions, out var mistake) is null => CallResult.Unreadable(answer.Cost, mistake),
                _ => CallResult.Answered(answer.Cost, answer.Text),
            };
        }
        catch (ProviderException refused) when (refused.Submit == Submit.Refused)
        {
            return CallResult.Undone(refused.Message, refused.IsTransient ? refused.RetryAfter ?? TimeSpan.Zero : null, isFinal: refused.Kind == ErrorKind.ContentFilter);
        }
        catch (ProviderException lost)
        {
            return CallResult.Ended(KnownCost.Unknown, $"{lost.Message}; nobody knows whether it is charged");
        }
    }

    /// <summary>Writes how a call ended. An answer that cannot be written now counts all the same: it was paid for.</summary>
    private async Task<AskedJudge> NoteAsync(AskedJudge known, CallResult result)
    {
        var call = known.Calls[^1];
        while (true)
        {
            var isLast = result.Mistake is not null && known.Calls.Count >= Recoil.Models.Judging.MostCalls;
            var after = result.Cost is { } cost
                ? Asking.Over(known, call, cost, time.GetUtcNow(), result.Answer, result.IsFinal || isLast ? result.Failure : null)
                : Asking.Undone(known, call, time.GetUtcNow(), result.IsFinal ? result.Failure : null);
            try
            {
                if (await judgements.TryPutAsync(after, CancellationToken.None) || await judgements.FindAsync(known.Id, CancellationToken.None) is not { } there || !there.Calls.Contains(call))
                    return after;
                known = there;
            }
            catch (StorageUnavailableException unavailable)
            {
                LogUnwritten(unavailable.Message);
                return after;
            }
        }
    }

    /// <summary>
    /// The question's name: the files as they are, not as they are shown, for the same file is made smaller a little differently by another version of ffmpeg.
    /// </summary>
    private static Guid IdOf(VisionQuestion question, Exhibits exhibits, bool seesClip)
    {
        var asked = new StringBuilder().AppendJoin('\n', Rubric.Version, question.ModelName, question.ModelId, seesClip, exhibits.Take.Hash, question.System, question.Schema.ToJsonString());
        foreach (var reference in exhibits.References)
            asked.Append('\n').Append(reference.Role).Append(reference.Hash);
        foreach (var text in question.Parts.OfType<VisionPart.Text>())
            asked.Append('\n').Append(text.Words);
        return NameBasedUuid.Create("judgement", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked.ToString()))));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asking {Judge} again: {Reason}")]
    private partial void LogWaiting(string judge, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Judge} did not judge take {TakeId}: {Reason}")]
    private partial void LogNotJudged(string judge, Guid takeId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer of a judge counts although it could not be written: {Reason}")]
    private partial void LogUnwritten(string reason);
}
