namespace Recoil.Storage.MongoDb.Takes;

/// <summary>A provider account as its collection keeps it: small, for its limits are.</summary>
internal sealed class StoredProviderAccount
{
    /// <summary>The account.</summary>
    public required string Id { get; init; }

    /// <summary>The takes that have a job there.</summary>
    public IReadOnlyList<Guid> Jobs { get; init; } = [];

    /// <summary>The submits of the last minute.</summary>
    public IReadOnlyList<DateTimeOffset> Submits { get; init; } = [];
}
