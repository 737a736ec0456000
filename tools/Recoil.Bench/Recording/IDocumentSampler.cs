namespace Recoil.Bench.Recording;

/// <summary>Reads a shot's document out of the services' store as it is stored.</summary>
internal interface IDocumentSampler : IDisposable
{
    /// <returns>The document's version and bytes, or null while there is none.</returns>
    (long Version, byte[] Document)? Read(Guid shot);
}
