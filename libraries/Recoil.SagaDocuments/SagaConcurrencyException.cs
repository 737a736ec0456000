using MassTransit;

namespace Recoil.SagaDocuments;

/// <summary>Another step wrote the saga's document during this one. A retry loads the new state.</summary>
public sealed class SagaConcurrencyException(Type saga, Guid correlationId)
    : ConcurrencyException($"{saga.Name} {correlationId} was written by another step during this one. Retry the message.",
        saga, correlationId);
