namespace Recoil.SagaDocuments;

/// <summary>A saga whose document has an end of retention.</summary>
public interface IExpiringSaga
{
    /// <summary>The document may be removed from then on; null keeps it. A saga that has one has ended.</summary>
    DateTimeOffset? ExpiresAt { get; }
}
