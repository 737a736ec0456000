using Recoil.Hosting.Stores;

namespace Recoil.Bench.Recording;

/// <summary>Opens a sampler for the services' store.</summary>
internal static class DocumentSamplers
{
    public static IDocumentSampler Open(StorageOptions storage) =>
        storage.Kind == StorageOptions.MongoDb ? new MongoDocumentSampler(storage) : new EmbeddedDocumentSampler(storage.DataFolder);
}
