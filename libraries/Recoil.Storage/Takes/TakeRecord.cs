using Recoil.Contracts;

namespace Recoil.Storage.Takes;

/// <summary>What is known of a take: that it was asked for, under which job of the provider, and how it ended.</summary>
public sealed record TakeRecord
{
    public required Guid TakeId { get; init; }

    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The account its cost belongs to.</summary>
    public required string Account { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The provider's id of the job; null before the submit is known to have got through.</summary>
    public string? ProviderJob { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public GenerationCompleted? Result { get; init; }
}
