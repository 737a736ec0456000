using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Generator.Artifacts;
using Recoil.Generator.Hints;
using Recoil.Generator.Providers;
using Recoil.Generator.Steering;
using Recoil.Media;
using Recoil.Models;
using Recoil.Providers;
using Recoil.Storage;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Takes;

/// <summary>Brings a claimed take to its end from wherever it stands, buying it at most once, whatever was repeated or interrupted before.</summary>
internal sealed partial class TakeGenerator
{
    private static readonly TimeSpan s_spacePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_storePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_accountPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_unexpectedPause = TimeSpan.FromSeconds(30);

    /// <summary>A multiple of next to nothing is no alarm.</summary>
    private const decimal BillAlarmFrom = 0.5m;

    private readonly ITakeLedger _ledger;
    private readonly IProviderAccounts _accounts;
    private readonly IModelProfiles _models;
    private readonly ProviderTable _providers;
    private readonly ProviderSlots _slots;
    private readonly SteeringBoard _board;
    private readonly TakeHints _hints;
    private readonly TakeFiles _files;
    private readonly ReferencedFiles _references;
    private readonly GeneratorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TakeGenerator> _log;
    private readonly ResiliencePipeline _repeatable;
    private readonly ResiliencePipeline _submit;

    public TakeGenerator(
        ITakeLedger ledger, IProviderAccounts accounts, IModelProfiles models, ProviderTable providers, ProviderSlots slots, SteeringBoard board, TakeHints hints,
        TakeFiles files, ReferencedFiles references,
        GeneratorOptions options, TimeProvider time, ILogger<TakeGenerator> log)
    {
        _ledger = ledger;
        _accounts = accounts;
        _models = models;
        _providers = providers;
        _slots = slots;
        _board = board;
        _hints = hints;
        _files = files;
        _references = references;
        _options = options;
        _time = time;
        _log = log;
        _repeatable = Repeating(e => e is ProviderException { IsTransient: true } || IsLocalFailure(e));
        _submit = Repeating(e => e is ProviderException { IsTransient: true, Submit: Submit.Refused, RetryAfter: null });
    }

    /// <summary>Makes the take and writes its result into the ledger.</summary>
    /// <param name="claimed">The take under the caller's claim, which the caller renews.</param>
    /// <param name="isNew">Whether it was added just now with its submit begun, so that there is nothing to look up.</param>
    /// <param name="cancellationToken">Signals shutdown or the loss of the claim; any worker continues the take later.</param>
    /// <returns>The result that the ledger has now; null when the take was left to another worker, for later, or was cancelled.</returns>
    public async Task<GenerationCompleted?> MakeAsync(ClaimedTake claimed, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ResultWithSpaceAsync(claimed, isNew, cancellationToken);
            if (await WrittenAsync(ct => _ledger.EndAsync(claimed.Claim, result, _time.GetUtcNow(), ct), cancellationToken))
                return result;

            // Written before, perhaps, and the store's answer was lost.
            if ((await _ledger.FindAsync(claimed.Take.TakeId, cancellationToken))?.Result == result)
                return result;
            LogLost(claimed.Take.TakeId);
        }
        catch (ClaimLostException)
        {
            LogLost(claimed.Take.TakeId);
        }
        catch (LeftForLaterException later)
        {
            await ReleaseAsync(claimed.Claim, later.DueAt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(claimed.Claim, _time.GetUtcNow());
        }
        catch (Exception unexpected)
        {
            // A defect of this code. The job, if there is one, is asked about again until its time is up.
            LogUnexpected(unexpected, claimed.Take.TakeId, s_unexpectedPause);
            await ReleaseAsync(claimed.Claim, _time.GetUtcNow() + s_unexpectedPause);
        }

        return null;
    }

    /// <summary>
    /// A full disk is no take's fault: the take waits until there is space again. With <c>OnDiskFailure</c> set, it is left
    /// undone instead.
    /// </summary>
    private async Task<GenerationCompleted> ResultWithSpaceAsync(ClaimedTake claimed, bool isNew, CancellationToken cancellationToken)
    {
        var standing = claimed;
        while (true)
        {
            try
            {
                return await ResultAsync(standing, isNew, cancellationToken);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                LogNoSpace(claimed.Take.TakeId, e.Message);
                if (_options.OnDiskFailure is { } report)
                {
                    report(e.Message);
                    throw new LeftForLaterException(_time.GetUtcNow() + s_spacePause);
                }

                await Task.Delay(s_spacePause, _time, cancellationToken);
                standing = standing with { Take = await _ledger.FindAsync(claimed.Take.TakeId, cancellationToken) ?? throw new ClaimLostException() };
                isNew = false;
            }
        }
    }

    private async Task<GenerationCompleted> ResultAsync(ClaimedTake claimed, bool isNew, CancellationToken cancellationToken)
    {
        var take = claimed.Take;
        // Whether a job may exist at the provider already, of which only it knows the cost.
        var isOrdered = !isNew && take.State != TakeState.Queued;
        if (take.Request is not { } asked)
        {
            const string unreadable = "the take's request is stored in a shape that this version does not read";
            return isOrdered
                ? OutcomeUnknown(take.CorrelationId, take.TakeId, take.CorrelationId.ToString(), take.ProviderJob, unreadable)
                : TakeResults.Faulted(take.CorrelationId, take.TakeId, take.ProviderJob, unreadable);
        }

        if (_models.Find(asked.Model) is not { } model)
            return Unmakeable($"invalid_request: model {asked.Model} is not registered");

        var started = _time.GetTimestamp();
        string workFile;
        TakeInputs inputs;
        try
        {
            workFile = _files.BeginWork(asked);
            inputs = await TakeInputs.FetchAsync(_references, asked, cancellationToken);
        }
        catch (Exception e) when (e is ReferenceRefusedException or DamagedArtifactException)
        {
            return Unmakeable($"invalid_request: {e.Message}");
        }
        catch (ArtifactStoreException e)
        {
            LogArtifactsAway(take.TakeId, e.Message);
            if (isNew && !await WrittenAsync(ct => _ledger.UndoSubmitAsync(claimed.Claim, ct), cancellationToken))
                throw new ClaimLostException();
            throw new LeftForLaterException(_time.GetUtcNow() + s_unexpectedPause);
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            return isOrdered ? Unmakeable(e.Message) : Faulted(take, null, e);
        }

        if (inputs.Missing.Count > 0)
            LogMissing(take.TakeId, asked.ShotId, string.Join(", ", inputs.Missing));
        var request = new GenerationRequest(inputs.Take, model, workFile)
        {
            HintAddress = _options.HintBaseUrl is { } address ? HintEndpoint.AddressOf(address, take.Provider!, take.TakeId) : null,
        };
        using (inputs)
        {
            try
            {
                var result = await BuyAndFetchAsync(_providers.Get(take.Provider!), request, claimed, isNew, started, cancellationToken);
                return result.Output is null ? result : result with { References = inputs.Used };
            }
            finally
            {
                TakeFiles.EndWork(request.WorkFile);
            }
        }

        GenerationCompleted Unmakeable(string reason) => isOrdered
            ? OutcomeUnknown(asked, take.ProviderJob, reason)
            : TakeResults.Failed(asked, null, ErrorKind.InvalidRequest, reason, KnownCost.Free);
    }

    private async Task<GenerationCompleted> BuyAndFetchAsync(
        MeasuredProvider provider, GenerationRequest request, ClaimedTake claimed, bool isNew, long started, CancellationToken cancellationToken)
    {
        var (take, claim) = (claimed.Take, claimed.Claim);
        var job = take.ProviderJob;
        // A restart gives no job more time.
        var begunAt = take.SubmittingAt;
        try
        {
            if (job is null && take.State == TakeState.Submitting && !isNew)
            {
                // Whoever began the submit has ended, or did not know what came of it.
                job = await FindAsync(provider.Itself, request, take.SubmittingAt, cancellationToken);
                if (job is null && provider.Itself.Lookup != JobLookup.Certain)
                    return OutcomeUnknown(request.Take, null, $"the worker that submitted it ended before {provider.Itself.Name} answered, which {NotFound(provider.Itself)}");
                if (job is null && !await WrittenAsync(ct => _ledger.UndoSubmitAsync(claim, ct), cancellationToken))
                    throw new ClaimLostException();
            }

            if (job is null && request.Take.OnlyIfBought)
                return TakeResults.Failed(request.Take, null, ErrorKind.Unknown, "cancelled: nothing was bought for this take before its shot was cancelled", KnownCost.Free);

            if (job is null)
            {
                if (!isNew)
                    begunAt = null;
                switch (await SubmitAsync(provider, request, claimed, isNew, started, cancellationToken))
                {
                    case SubmitAnswer.Done done:
                        await LeaveAccountAsync(provider.Itself, take.TakeId);
                        return await KeepAsync(provider.Itself, request, job: null, done.Result, cancellationToken);
                    case SubmitAnswer.Job begun:
                        job = begun.Id;
                        break;
                }
            }
        }
        catch (OutcomeUnknownException unknown)
        {
            return OutcomeUnknown(request.Take, null, unknown.Message);
        }
        catch (ProviderException e) when (e is { StopsAccount: true, Submit: Submit.Refused })
        {
            // No take of the account can be made now, and this one is not to blame: it waits, without losing an attempt.
            await LeaveAccountAsync(provider.Itself, take.TakeId);
            await PauseAccountAsync(provider.Itself, e.Message, cancellationToken);

            // A person whose clock is ahead may just have resumed it: then it stays resumed, and is asked again no more than once a second.
            _slots.Pause(provider.Itself.Name, s_accountPause);
            if (!await WrittenAsync(ct => _ledger.UndoSubmitAsync(claim, ct), cancellationToken))
                throw new ClaimLostException();
            throw new LeftForLaterException(take.QueuedAt);
        }
        catch (ProviderException e) when (e is { Kind: ErrorKind.RateLimited, Submit: Submit.Refused, RetryAfter: { } pause })
        {
            // The provider said when to come again. Waiting for it is no failure of the take.
            await LeaveAccountAsync(provider.Itself, take.TakeId);
            _slots.Pause(provider.Itself.Name, pause);
            if (!await WrittenAsync(ct => _ledger.UndoSubmitAsync(claim, ct), cancellationToken))
                throw new ClaimLostException();
            throw new LeftForLaterException(_time.GetUtcNow() + pause);
        }
        catch (ProviderException e)
        {
            await LeaveAccountAsync(provider.Itself, take.TakeId);
            return TakeResults.Failed(request.Take, null, e.Kind, e.Message, KnownCost.Free);
        }
        catch (NothingSubmittedException e)
        {
            await LeaveAccountAsync(provider.Itself, take.TakeId);
            return Faulted(take, null, e.InnerException!);
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            await LeaveAccountAsync(provider.Itself, take.TakeId);
            return Faulted(take, null, e);
        }

        // The money is spent: the job is written down even if this process is asked to stop now.
        if (take.ProviderJob is null && !await WrittenAsync(ct => _ledger.RecordJobAsync(claim, job!, ct), CancellationToken.None))
            throw new ClaimLostException();

        return await FetchAsync(provider, request, claim, job!, (begunAt ?? _time.GetUtcNow()) + _options.JobTimeout, cancellationToken);
    }

    /// <summary>Submits, after writing so.</summary>
    private async Task<SubmitAnswer> SubmitAsync(
        MeasuredProvider provider, GenerationRequest request, ClaimedTake claimed, bool isNew, long started, CancellationToken cancellationToken)
    {
        var (claim, place) = (claimed.Claim, claimed.Take.QueuedAt);
        if (_options.LimitsOf(provider.Itself.Name) is { } limits
            && !await WrittenAsync(ct => _accounts.TryEnterAsync(provider.Itself.Name, claim.TakeId, limits, _time.GetUtcNow(), ct), cancellationToken))
        {
            // Its place in the queue stays, and so the oldest take gets the next free place of the account.
            _slots.Pause(provider.Itself.Name, s_accountPause);
            throw new LeftForLaterException(place);
        }

        // Bringing the references here may have taken long: then it is written again, for it counts from before.
        var before = started;
        if ((!isNew || _time.GetElapsedTime(started) > _options.ClaimLease / 4) && !await WrittenAsync(
            ct =>
            {
                before = _time.GetTimestamp();
                return _ledger.BeginSubmitAsync(claim, _time.GetUtcNow(), _time.GetUtcNow() + _options.ClaimLease, ct);
            },
            cancellationToken))
        {
            // The place in the account is the take's: another worker may be submitting it.
            throw new ClaimLostException();
        }

        // A process that stood still in between may have lost its claim meanwhile. Nothing was submitted yet.
        if (_time.GetElapsedTime(before) > _options.ClaimLease / 2)
        {
            if (!await WrittenAsync(ct => _ledger.UndoSubmitAsync(claim, ct), cancellationToken))
                throw new ClaimLostException();
            await LeaveAccountAsync(provider.Itself, claim.TakeId);
            throw new LeftForLaterException(place);
        }

        try
        {
            return await _submit.ExecuteAsync(async ct => await provider.SubmitAsync(request, ct), CancellationToken.None);
        }
        catch (ProviderException e) when (e.Submit == Submit.Ambiguous)
        {
            // The provider may have accepted it. A look-up is free, a second take is not.
            LogAmbiguous(claim.TakeId, provider.Itself.Name, Reason(e));
            if (await FindAsync(provider.Itself, request, claimed.Take.SubmittingAt, cancellationToken) is { } found)
                return new SubmitAnswer.Job(found);
            throw provider.Itself.Lookup != JobLookup.Certain
                ? new OutcomeUnknownException($"{e.Message} ({provider.Itself.Name} {NotFound(provider.Itself)})")
                : new ProviderException(e.Kind, Submit.Ambiguous, $"{e.Message} (no job was found under take {claim.TakeId}; not submitted again)", e);
        }
        catch (Exception e) when (e is not ProviderException && !DiskFailure.Is(e))
        {
            // Of this machine, or a defect of the provider's adapter. What it had sent by then, nobody knows.
            LogUnexpectedSubmit(e, claim.TakeId, provider.Itself.Name);
            if (await FindAsync(provider.Itself, request, claimed.Take.SubmittingAt, cancellationToken) is { } found)
                return new SubmitAnswer.Job(found);
            throw provider.Itself.Lookup != JobLookup.Certain
                ? new OutcomeUnknownException($"the submit to {provider.Itself.Name} failed on this machine: {e.Message}")
                : new NothingSubmittedException(e);
        }
    }

    private async Task<string?> FindAsync(IGenerationProvider provider, GenerationRequest request, DateTimeOffset? begunAt, CancellationToken cancellationToken) =>
        provider.Lookup == JobLookup.Never
            ? null
            : await _repeatable.ExecuteAsync(async ct => await provider.FindAsync(request, begunAt ?? _time.GetUtcNow(), ct), cancellationToken);

    private static string NotFound(IGenerationProvider provider) =>
        provider.Lookup == JobLookup.Never ? "cannot be asked for it" : "lists no job like it, which does not prove that there is none";

    private async Task<GenerationCompleted> FetchAsync(
        MeasuredProvider provider, GenerationRequest request, TakeClaim claim, string job, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        GenerationResult result;
        try
        {
            result = await provider.MeasureWaitAsync(request, async () =>
            {
                await WaitAsync(provider.Itself, request, job, limit, cancellationToken);
                await LeaveAccountAsync(provider.Itself, claim.TakeId);
                if (!provider.Itself.IsLocal && !await WrittenAsync(ct => _ledger.BeginFetchAsync(claim, ct), cancellationToken))
                    throw new ClaimLostException();
                return await WithinAsync(
                    _options.JobTimeout, ct => _repeatable.ExecuteAsync(async token => await provider.Itself.FetchAsync(job, request, token), ct).AsTask(), cancellationToken);
            });
        }
        catch (TimeoutException)
        {
            return await AbandonAsync(provider.Itself, request, job, ErrorKind.Timeout, $"timeout: job {job} did not end within {_options.JobTimeout}", cancellationToken);
        }
        catch (ProviderException e)
        {
            if (e.StopsAccount)
                await PauseAccountAsync(provider.Itself, e.Message, cancellationToken);
            return await AbandonAsync(provider.Itself, request, job, e.Kind, e.Message, cancellationToken);
        }
        catch (Exception e) when (IsDefect(e) && _time.GetUtcNow() >= limit)
        {
            LogLocalFailure(e, claim.TakeId);
            var reason = $"timeout: job {job} was not fetched within {_options.JobTimeout}: {e.Message}";
            return await AbandonAsync(provider.Itself, request, job, ErrorKind.Timeout, reason, cancellationToken);
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            LogLocalFailure(e, claim.TakeId);
            var abandoned = await AbandonAsync(provider.Itself, request, job, ErrorKind.Unknown, $"job {job} could not be fetched: {e.Message}", cancellationToken);
            return abandoned.ErrorKind == ErrorKind.Unknown && KnownCost.Of(abandoned).IsFree ? TakeResults.Faulted(request.Take.CorrelationId, request.Take.TakeId, job, e.Message) : abandoned;
        }

        return await KeepAsync(provider.Itself, request, job, result, cancellationToken);
    }

    /// <summary>Asks until the job is over.</summary>
    /// <exception cref="TimeoutException">It is not over at the limit.</exception>
    private async Task WaitAsync(IGenerationProvider provider, GenerationRequest request, string job, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan pause;
            try
            {
                if (await _repeatable.ExecuteAsync(async ct => await provider.PollAsync(job, request, ct), cancellationToken) is not { } left)
                    return;
                pause = left;
            }
            catch (ProviderException e) when (e.IsTransient && _time.GetUtcNow() < limit)
            {
                // A provider that is away for a while still has the job.
                LogPollFailed(request.Take.TakeId, provider.Name, Reason(e));
                pause = s_unexpectedPause;
            }

            var remaining = limit - _time.GetUtcNow();
            if (remaining <= TimeSpan.Zero)
                throw new TimeoutException();
            await _hints.WaitAsync(request.Take.TakeId, pause < remaining ? pause : remaining, cancellationToken);
        }
    }

    /// <summary>Gives a job up, and says what is charged for it; what the provider does not say is unknown.</summary>
    private async Task<GenerationCompleted> AbandonAsync(
        IGenerationProvider provider, GenerationRequest request, string job, ErrorKind kind, string error, CancellationToken cancellationToken)
    {
        await LeaveAccountAsync(provider, request.Take.TakeId);
        try
        {
            var charged = await _repeatable.ExecuteAsync(async ct => await provider.AbandonAsync(job, request, ct), cancellationToken);
            return charged is { Source: not CostSource.Unknown } known
                ? TakeResults.Failed(request.Take, job, kind, error, known)
                : OutcomeUnknown(request.Take, job, $"{error} ({provider.Name} does not say what it charges for it)");
        }
        catch (Exception e) when (e is ProviderException || IsDefect(e) || (IsLocalFailure(e) && !DiskFailure.Is(e)))
        {
            return OutcomeUnknown(request.Take, job, $"{error} ({provider.Name} does not say what it charges for it: {e.Message})");
        }
    }

    private async Task<GenerationCompleted> KeepAsync(IGenerationProvider provider, GenerationRequest request, string? job, GenerationResult result, CancellationToken cancellationToken)
    {
        var take = request.Take;
        var cost = result.Cost ?? request.CostWithoutBill;
        await LookAtBillAsync(provider, request, cost, cancellationToken);
        if (result.ErrorKind is { } kind && ProviderException.IsStop(kind))
            await PauseAccountAsync(provider, result.Error ?? SnakeCase.Of(kind), cancellationToken);
        if (result.File is null)
            return TakeResults.Failed(take, job, result.ErrorKind ?? ErrorKind.Unknown, result.Error ?? "the provider delivered nothing and did not say why", cost);

        while (true)
        {
            try
            {
                // The money is spent: a stop of this process waits for it.
                var kept = await _files.KeepAsync(take, result.File, CancellationToken.None);
                return new GenerationCompleted
                {
                    CorrelationId = take.CorrelationId,
                    TakeId = take.TakeId,
                    Success = true,
                    Output = kept,
                    Cost = cost.Usd,
                    CostSource = cost.Source,
                    ProviderJob = job,
                };
            }
            catch (ArtifactStoreException e)
            {
                LogArtifactsAway(take.TakeId, e.Message);
                await Task.Delay(s_spacePause, _time, cancellationToken);
            }
            catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
            {
                return TakeResults.Failed(take, job, ErrorKind.Unknown, $"the take was made but could not be kept: {e.Message}", cost);
            }
        }
    }

    private Task PauseAccountAsync(IGenerationProvider provider, string reason, CancellationToken cancellationToken) => WrittenAsync(
        async ct =>
        {
            await _board.PauseAccountAsync(provider, reason, ct);
            return true;
        },
        cancellationToken);

    /// <summary>A bill far beyond the price is no price but a mistake, perhaps cents taken for dollars: it is recorded, and no further one is risked.</summary>
    private async Task LookAtBillAsync(IGenerationProvider provider, GenerationRequest request, KnownCost bill, CancellationToken cancellationToken)
    {
        if (request.Price is { } price && bill.Usd > (price * _options.BillAlarmFactor) + BillAlarmFrom)
        {
            await PauseAccountAsync(
                provider, string.Create(CultureInfo.InvariantCulture, $"take {request.Take.TakeId} of {request.Take.ShotId} was billed {bill.Usd} US dollars where its price is {price}"), cancellationToken);
        }
    }

    /// <summary>Nobody knows whether money was spent. It is said, not guessed.</summary>
    private GenerationCompleted OutcomeUnknown(GenerateTake take, string? job, string why) => OutcomeUnknown(take.CorrelationId, take.TakeId, take.ShotId, job, why);

    private GenerationCompleted OutcomeUnknown(Guid correlationId, Guid takeId, string shot, string? job, string why)
    {
        LogOutcomeUnknown(takeId, shot, why);
        return TakeResults.Failed(correlationId, takeId, job, ErrorKind.OutcomeUnknown, $"outcome_unknown: {why}", KnownCost.Unknown);
    }

    private GenerationCompleted Faulted(TakeRecord take, string? job, Exception e)
    {
        LogLocalFailure(e, take.TakeId);
        return TakeResults.Faulted(take.CorrelationId, take.TakeId, job, e.Message);
    }

    /// <summary>Another process finds the place free also without this, once the take has ended.</summary>
    private async Task LeaveAccountAsync(IGenerationProvider provider, Guid takeId)
    {
        if (_options.LimitsOf(provider.Name) is null)
            return;
        try
        {
            await _accounts.LeaveAsync(provider.Name, takeId, CancellationToken.None);
            _slots.Resume(provider.Name);
        }
        catch (StorageUnavailableException e)
        {
            LogNotWritten(takeId, e.Message);
        }
    }

    /// <summary>Writes into the ledger, however long the store is away. A claim that is lost meanwhile shows in the answer.</summary>
    private async Task<bool> WrittenAsync(Func<CancellationToken, Task<bool>> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await write(cancellationToken);
            }
            catch (StorageUnavailableException e)
            {
                LogStoreAway(e.Message);
                _options.OnStoreFailure?.Invoke(e);
                await Task.Delay(s_storePause, _time, cancellationToken);
            }
        }
    }

    private async Task ReleaseAsync(TakeClaim claim, DateTimeOffset dueAt)
    {
        try
        {
            await _ledger.ReleaseAsync(claim, dueAt, CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // The claim ends by itself.
            LogNotWritten(claim.TakeId, e.Message);
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private ResiliencePipeline Repeating(Func<Exception, bool> passing) => _options.Retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && passing(e)),
                MaxRetryAttempts = _options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = _options.RetryDelay,
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ProviderException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    // Not the message: a provider may quote the prompt in it.
                    LogRetrying(Reason(arguments.Outcome.Exception));
                    return default;
                },
            })
            .Build();

    // What this machine's programs, disk and rights can do to a take; everything else is a defect of this code and should be seen.
    private static bool IsLocalFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or MediaToolMissingException or MediaToolFailedException or Win32Exception;

    private static bool IsDefect(Exception e) =>
        !IsLocalFailure(e) && e is not (ProviderException or OperationCanceledException or ClaimLostException or LeftForLaterException or StorageUnavailableException);

    private static string? Reason(Exception? e) => e is ProviderException provider ? SnakeCase.Of(provider.Kind) : e?.GetType().Name;

    [LoggerMessage(Level = LogLevel.Information, Message = "Leaving take {TakeId}: it was cancelled, or another worker has claimed it")]
    private partial void LogLost(Guid takeId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Leaving take {TakeId} for {Pause}: it failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, Guid takeId, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Take {TakeId} waits for disk space: {Reason}")]
    private partial void LogNoSpace(Guid takeId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submit of take {TakeId} to {Provider} has an unknown outcome ({Reason}); looking up its job")]
    private partial void LogAmbiguous(Guid takeId, string provider, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Take {TakeId} of {ShotId} is made without what does not exist: {References}")]
    private partial void LogMissing(Guid takeId, string shotId, string references);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Take {TakeId} waits for the artifacts: {Reason}")]
    private partial void LogArtifactsAway(Guid takeId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submitting take {TakeId} to {Provider} failed on this machine")]
    private partial void LogUnexpectedSubmit(Exception exception, Guid takeId, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job of take {TakeId} cannot be asked about at {Provider} ({Reason}); asking again in 30 s")]
    private partial void LogPollFailed(Guid takeId, string provider, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether take {TakeId} of {ShotId} was bought is unknown; a person must decide: {Reason}")]
    private partial void LogOutcomeUnknown(Guid takeId, string shotId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Take {TakeId} could not be made on this machine")]
    private partial void LogLocalFailure(Exception exception, Guid takeId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Take {TakeId} was not given back in the store; its claim ends by itself: {Reason}")]
    private partial void LogNotWritten(Guid takeId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A take's progress is written when the store answers: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retrying the provider call after {Reason}")]
    private partial void LogRetrying(string? reason);

    /// <summary>Another worker has the take, or it was cancelled.</summary>
    private sealed class ClaimLostException : Exception;

    /// <summary>The take goes back to the ledger.</summary>
    private sealed class LeftForLaterException(DateTimeOffset dueAt) : Exception
    {
        public DateTimeOffset DueAt { get; } = dueAt;
    }

    /// <summary>A submit failed on this machine, and the provider has certainly no job of it.</summary>
    private sealed class NothingSubmittedException(Exception reason) : Exception(reason.Message, reason);

    /// <summary>A submit may have got through, and the provider cannot be asked.</summary>
    private sealed class OutcomeUnknownException(string message) : Exception(message);
}
