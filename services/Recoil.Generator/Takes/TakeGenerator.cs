using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Recoil.Contracts;
using Recoil.Generator.Artifacts;
using Recoil.Generator.Providers;
using Recoil.Media;
using Recoil.Models;
using Recoil.Storage;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Takes;

/// <summary>Brings a take to its end, buying it at most once, whatever was repeated or interrupted before.</summary>
internal sealed class TakeGenerator
{
    private static readonly TimeSpan s_spacePause = TimeSpan.FromSeconds(5);

    private readonly ITakeLedger _ledger;
    private readonly IModelProfiles _models;
    private readonly Dictionary<string, IGenerationProvider> _providers;
    private readonly TakeFiles _files;
    private readonly GeneratorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TakeGenerator> _log;
    private readonly ResiliencePipeline _repeatable;
    private readonly ResiliencePipeline _submit;
    private readonly string _worker;
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _mine = new();

    public TakeGenerator(
        ITakeLedger ledger, IModelProfiles models, IEnumerable<IGenerationProvider> providers, TakeFiles files, GeneratorOptions options,
        TimeProvider time, ILogger<TakeGenerator> log)
    {
        _ledger = ledger;
        _models = models;
        _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);
        _files = files;
        _options = options;
        _time = time;
        _log = log;
        // Where this is the store's only process, it has one name for ever: what its predecessor claimed is its own.
        _worker = options.AbandonClaimsOfOthers ? "the only process of this store" : $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        _repeatable = Repeating(e => e is ProviderException { IsTransient: true } || IsLocalFailure(e));
        _submit = Repeating(e => e is ProviderException { IsTransient: true, Submit: Submit.Refused });
    }

    /// <summary>Makes the take, or finds out how it ended.</summary>
    /// <remarks>
    /// A take that another worker has claimed is waited for until it ends, or until that claim expires and this worker can
    /// continue it. The worker that consumes the command answers it.
    /// </remarks>
    /// <param name="take">What is asked for.</param>
    /// <param name="cancellationToken">Signals shutdown; another worker continues the take later.</param>
    /// <returns>How it ended; null when the disk is full and <c>OnDiskFailure</c> was called.</returns>
    public async Task<GenerationCompleted?> MakeAsync(GenerateTake take, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_mine.GetOrAdd(take.TakeId, mine) is var first && first != mine)
            await first.Task.WaitAsync(cancellationToken);

        try
        {
            var record = await BeginAsync(take, cancellationToken);
            return record.Result ?? await FinishAsync(take, record, cancellationToken);
        }
        finally
        {
            _mine.TryRemove(take.TakeId, out _);
            mine.SetResult();
        }
    }

    /// <summary>Brings a claimed take to its end and writes down what came of it.</summary>
    private async Task<GenerationCompleted?> FinishAsync(GenerateTake take, TakeRecord record, CancellationToken cancellationToken)
    {
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewClaimAsync(take, renewing.Token);
        GenerationCompleted? result;
        try
        {
            result = await ResultWithSpaceAsync(take, record.ProviderJob, cancellationToken);
        }
        catch
        {
            await _ledger.ReleaseClaimAsync(take.TakeId, _worker, CancellationToken.None);
            throw;
        }
        finally
        {
            await renewing.CancelAsync();
            await renewal;
        }

        if (result is null)
        {
            await _ledger.ReleaseClaimAsync(take.TakeId, _worker, CancellationToken.None);
            return null;
        }

        return await _ledger.CompleteAsync(take.TakeId, result, CancellationToken.None);
    }

    /// <summary>
    /// A full disk is no take's fault: the take waits until there is space again. With <c>OnDiskFailure</c> set, the
    /// take stays unanswered instead, and the command is delivered again.
    /// </summary>
    private async Task<GenerationCompleted?> ResultWithSpaceAsync(GenerateTake take, string? knownJob, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ResultAsync(take, knownJob, cancellationToken);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                _log.LogError("Take {TakeId} of {ShotId} waits for disk space: {Reason}", take.TakeId, take.ShotId, e.Message);
                if (_options.OnDiskFailure is { } report)
                {
                    report(e.Message);
                    return null;
                }

                await Task.Delay(s_spacePause, _time, cancellationToken);
            }
        }
    }

    private async Task<TakeRecord> BeginAsync(GenerateTake take, CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            var (record, claimed) = await ClaimAsync(take, cancellationToken);
            if (claimed || record.Result is not null)
                return record;

            if (!waited)
                _log.LogInformation("Take {TakeId} of {ShotId} is claimed by another worker; waiting for its result", take.TakeId, take.ShotId);
            await Task.Delay(_options.ClaimLease / 10, _time, cancellationToken);
        }
    }

    private Task<(TakeRecord Record, bool Claimed)> ClaimAsync(GenerateTake take, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return _ledger.BeginAsync(
            new TakeRecord
            {
                TakeId = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = ShotIdentity.BudgetScopeOf(take.Project, take.RunId),
                BegunAt = now,
            },
            _worker, now, now + _options.ClaimLease, cancellationToken);
    }

    private async Task RenewClaimAsync(GenerateTake take, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.ClaimLease / 3, _time, cancellationToken);
                await TryRenewClaimAsync(take, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The take has ended, or this process is being stopped.
        }
    }

    private async Task TryRenewClaimAsync(GenerateTake take, CancellationToken cancellationToken)
    {
        try
        {
            await ClaimAsync(take, cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            // Generation continues: at worst another worker joins and finds the same job at the provider.
            _log.LogWarning("Claim on take {TakeId} was not renewed: {Reason}", take.TakeId, e.Message);
        }
    }

    private async Task<GenerationCompleted> ResultAsync(GenerateTake take, string? knownJob, CancellationToken cancellationToken)
    {
        if (_models.Find(take.Model) is not { } model)
            return Failed(take, knownJob, ErrorKind.InvalidRequest, $"invalid_request: model {take.Model} is not registered", 0);
        if (!_providers.TryGetValue(model.Provider, out var provider))
            return Failed(take, knownJob, ErrorKind.InvalidRequest, $"invalid_request: model {take.Model} names provider {model.Provider}, which this generator does not have", 0);

        GenerationRequest request;
        try
        {
            request = new GenerationRequest(take, model, _files.BeginWork(take));
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            return Faulted(take, knownJob, e);
        }

        try
        {
            return await BuyAndFetchAsync(provider, request, knownJob, cancellationToken);
        }
        finally
        {
            TakeFiles.EndWork(request.WorkFile);
        }
    }

    private async Task<GenerationCompleted> BuyAndFetchAsync(
        IGenerationProvider provider, GenerationRequest request, string? job, CancellationToken cancellationToken)
    {
        var take = request.Take;
        try
        {
            job ??= await FindAsync(provider, take, cancellationToken);
            if (job is null)
            {
                if (_time.GetUtcNow() >= take.Deadline)
                    return Failed(take, null, ErrorKind.Timeout, "timeout: the shot no longer waits for this take, so it was not bought", 0);
                job = await SubmitAsync(provider, request, cancellationToken);
            }
        }
        catch (ProviderException e)
        {
            return Failed(take, null, e.Kind, e.Message, 0);
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            return Faulted(take, null, e);
        }

        await _ledger.RecordJobAsync(take.TakeId, job, CancellationToken.None);
        return await FetchAsync(provider, request, job, cancellationToken);
    }

    private async Task<string> SubmitAsync(IGenerationProvider provider, GenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _submit.ExecuteAsync(async ct => await provider.SubmitAsync(request, ct), cancellationToken);
        }
        catch (ProviderException e) when (e.Submit == Submit.Ambiguous)
        {
            // The provider may have accepted it. A look-up is free, a second take is not.
            _log.LogWarning("Submit of take {TakeId} to {Provider} has an unknown outcome ({Reason}); looking up its job", request.Take.TakeId, provider.Name, Reason(e));
            return await FindAsync(provider, request.Take, cancellationToken)
                ?? throw new ProviderException(e.Kind, Submit.Ambiguous, $"{e.Message} (no job was found under take {request.Take.TakeId}; not submitted again)", e);
        }
    }

    private async Task<string?> FindAsync(IGenerationProvider provider, GenerateTake take, CancellationToken cancellationToken) =>
        await _repeatable.ExecuteAsync(async ct => await provider.FindAsync(take.TakeId, ct), cancellationToken);

    private async Task<GenerationCompleted> FetchAsync(
        IGenerationProvider provider, GenerationRequest request, string job, CancellationToken cancellationToken)
    {
        var take = request.Take;
        using var limit = new CancellationTokenSource(_options.JobTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        GenerationResult result;
        try
        {
            result = await _repeatable.ExecuteAsync(async ct => await provider.WaitAsync(job, request, ct), either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var charged = await provider.AbandonAsync(job, request, cancellationToken);
            return Failed(take, job, ErrorKind.Timeout, $"timeout: job {job} did not end within {_options.JobTimeout}", charged);
        }
        catch (ProviderException e)
        {
            return Failed(take, job, e.Kind, e.Message, await provider.AbandonAsync(job, request, cancellationToken));
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            var charged = await provider.AbandonAsync(job, request, cancellationToken);
            return charged == 0 ? Faulted(take, job, e) : Failed(take, job, ErrorKind.Unknown, $"job {job} could not be fetched: {e.Message}", charged);
        }

        if (result.File is null)
            return Failed(take, job, result.ErrorKind ?? ErrorKind.Unknown, result.Error ?? "the provider delivered nothing and did not say why", result.Cost);

        try
        {
            var kept = _files.Keep(take, result.File);
            return new GenerationCompleted
            {
                CorrelationId = take.CorrelationId,
                TakeId = take.TakeId,
                Success = true,
                Output = kept,
                Cost = result.Cost,
                ProviderJob = job,
            };
        }
        catch (Exception e) when (IsLocalFailure(e) && !DiskFailure.Is(e))
        {
            return Failed(take, job, ErrorKind.Unknown, $"the take was made but could not be kept: {e.Message}", result.Cost);
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
                OnRetry = arguments =>
                {
                    // Not the message: a provider may quote the prompt in it.
                    _log.LogInformation("Retrying the provider call after {Reason}", Reason(arguments.Outcome.Exception));
                    return default;
                },
            })
            .Build();

    // What this machine's programs, disk and rights can do to a take; everything else is a defect of this code and should be seen.
    private static bool IsLocalFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or MediaToolMissingException or MediaToolFailedException or Win32Exception;

    private static string? Reason(Exception? e) => e is ProviderException provider ? SnakeCase.Of(provider.Kind) : e?.GetType().Name;

    private static GenerationCompleted Failed(GenerateTake take, string? job, ErrorKind kind, string error, decimal cost) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Cost = cost,
        Error = error,
        ErrorKind = kind,
        ProviderJob = job,
    };

    private GenerationCompleted Faulted(GenerateTake take, string? job, Exception e)
    {
        _log.LogError(e, "Take {TakeId} of {ShotId} could not be made on this machine", take.TakeId, take.ShotId);
        return new GenerationCompleted
        {
            CorrelationId = take.CorrelationId,
            TakeId = take.TakeId,
            Success = false,
            Cost = 0,
            ProviderJob = job,
            Fault = e.Message,
        };
    }
}
