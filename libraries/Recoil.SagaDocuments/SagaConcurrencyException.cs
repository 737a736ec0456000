using MassTransit;

namespace Recoil.SagaDocuments;

/// <summary>Somebody else wrote the saga during this step. Retrying the message loads the new state and works.</summary>
public sealed class SagaConcurrencyException(Type saga, Guid correlationId)
    : ConcurrencyException($"{saga.Name} {correlationId} was written by somebody else during this step; the message is to be tried again.",
        saga, correlationId);
