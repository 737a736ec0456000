namespace Recoil.Bench.Recording;

/// <summary>Reads the stored form of a shot's document from the services' store.</summary>
internal interface IDocumentSampler : IDisposable
{
    /// <returns>The document's version and bytes, or null if there is none yet.</returns>
    (long Version, byte[] Document)? Read(Guid shot);
}
