namespace Recoil.SagaDocuments;

/// <summary>A saga that says until when its document is kept.</summary>
public interface IExpiringSaga
{
    /// <summary>The document may be removed from then on; null keeps it. A saga that has one has ended.</summary>
    DateTimeOffset? ExpiresAt { get; }
}
