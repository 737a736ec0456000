using Recoil.Contracts;
using Recoil.Generator.Steering;
using Recoil.Models;
using Recoil.Providers;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Takes;

/// <summary>Writes takes into the ledger. One that this process has time for is begun at once; any worker that has its provider may do the others.</summary>
internal sealed class TakeIntake(
    ITakeLedger ledger, IModelProfiles models, ProviderTable providers, ProviderSlots slots, SteeringBoard board, TakeWorker worker, GeneratorOptions options,
    TimeProvider time)
{
    /// <summary>Takes a command in.</summary>
    /// <param name="take">What is asked for.</param>
    /// <param name="traceParent">The command's trace, see <see cref="TakeRecord.TraceParent"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, where there is one already; null when it is published later.</returns>
    public async Task<GenerationCompleted?> TakeInAsync(GenerateTake take, string? traceParent, CancellationToken cancellationToken)
    {
        if (models.Find(take.Model) is not { } model)
            return TakeResults.Failed(take, job: null, ErrorKind.InvalidRequest, $"invalid_request: model {take.Model} is not registered", KnownCost.Free);
        if (!providers.Knows(model.Provider))
        {
            return TakeResults.Failed(
                take, job: null, ErrorKind.InvalidRequest, $"invalid_request: model {take.Model} names provider {model.Provider}, which this generator does not have", KnownCost.Free);
        }

        if (ModelFit.Misfits(take.Model, model, Asked(take)) is [var misfit, ..])
            return TakeResults.Failed(take, job: null, ErrorKind.InvalidRequest, $"invalid_request: {misfit.Field}: {misfit.Why}", KnownCost.Free);

        var account = ShotIdentity.BudgetScopeOf(take.Project, take.RunId);
        var steered = await board.NowAsync(cancellationToken);
        var isPaused = steered.Paused.Holds(model.Provider, account);
        take = take with { Priority = steered.PriorityOf(account, take.CorrelationId, take.Priority) };

        // An account's limits are asked before a submit begins, so such a take is queued first. So is one that cannot be looked up:
        // if this process or its store fails now, nobody may believe that it was submitted.
        var atOnce = !isPaused && !worker.IsStopping && options.LimitsOf(model.Provider) is null && providers.Get(model.Provider).Itself.Lookup == JobLookup.Certain && slots.TryReserve(model.Provider);
        var handedOver = false;
        try
        {
            var now = time.GetUtcNow();
            var queued = new TakeRecord
            {
                TakeId = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = account,
                QueuedAt = now,
                Provider = model.Provider,
                Request = take,
                TraceParent = traceParent,
                State = atOnce ? TakeState.Submitting : TakeState.Queued,
                SubmittingAt = atOnce ? now : null,
            };
            var (record, claim) = await ledger.EnqueueAsync(queued, atOnce ? worker.Lease() : null, cancellationToken);
            if (claim is { } ours)
                handedOver = worker.TryStart(new ClaimedTake(record, ours), isNew: true);
            else if (record.Result is null)
                worker.Wake();

            return record.Result;
        }
        finally
        {
            if (atOnce && !handedOver)
                slots.Release(model.Provider);
        }
    }

    private static AskedTake Asked(GenerateTake take) => new()
    {
        AspectRatio = take.AspectRatio,
        Duration = take.Operation == Operation.VideoI2v ? take.Duration : null,
        References = take.IdentityRefs.Count,
        EndFrame = take.EndFrame is { Length: > 0 },
        PromptLength = take.Prompt.Length,
    };
}
