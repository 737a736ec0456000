using Microsoft.Extensions.Logging;
using Recoil.Artifacts;
using Recoil.Hosting.Services;
using Recoil.Storage;
using Recoil.Storage.Failures;

namespace Recoil.Generator.Artifacts;

/// <summary>
/// Removes old artifacts that nothing names any more, every six hours. Whoever stores a known artifact again makes it a new one, so
/// what is old and named nowhere gets no name from elsewhere.
/// </summary>
/// <param name="artifacts">The artifacts; no other store's documents name them.</param>
/// <param name="documents">The documents that name artifacts.</param>
/// <param name="failed">Messages that name artifacts, too.</param>
/// <param name="age">How long an artifact is kept after it was stored.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what was removed.</param>
internal sealed partial class ArtifactRetention(
    IArtifactStore artifacts, IStoredDocuments documents, IFailedMessages failed, TimeSpan age, TimeProvider time, ILogger<ArtifactRetention> logger)
    : PeriodicService(TimeSpan.FromHours(6), time, logger, waitsFirst: true)
{
    /// <summary>So many names are compared with the documents at once; they stay below 10 MB.</summary>
    private const int NamesAtOnce = 20_000;

    private const int MessagesAtOnce = 100;

    /// <summary>So many failures one after the other are the store's; fewer are the artifacts' own.</summary>
    private const int FailuresInARow = 10;

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    protected override string Work => "Removal of old artifacts";

    protected override bool IsAway(Exception exception) => base.IsAway(exception) || exception is ArtifactStoreException;

    public override async Task PassAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - age;
        var removed = 0;
        var old = new List<ArtifactName>();
        await foreach (var name in artifacts.ListAsync(before, cancellationToken))
        {
            old.Add(name);
            if (old.Count < NamesAtOnce)
                continue;
            removed += await RemoveUnnamedAsync(old, before, cancellationToken);
            old.Clear();
        }

        removed += await RemoveUnnamedAsync(old, before, cancellationToken);
        if (removed > 0)
            LogRemoved(_logger, removed, before);
    }

    private async Task<int> RemoveUnnamedAsync(List<ArtifactName> old, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (old.Count == 0)
            return 0;

        var unnamed = old.Select(name => name.Hash).ToHashSet(StringComparer.Ordinal);
        await documents.ReadAsync(document => NamedArtifacts.RemoveFrom(unnamed, document), cancellationToken);
        await LookThroughFailedMessagesAsync(unnamed, cancellationToken);

        var (removed, failures) = (0, 0);
        foreach (var name in old.Where(name => unnamed.Contains(name.Hash)))
        {
            try
            {
                removed += await artifacts.RemoveAsync(name, before, cancellationToken) ? 1 : 0;
                failures = 0;
            }
            catch (Exception e) when (e is ArtifactStoreException or IOException or UnauthorizedAccessException && ++failures < FailuresInARow)
            {
                // One that cannot be removed, such as a locked one, keeps no other.
                LogNotRemoved(_logger, name, e.Message);
            }
        }

        return removed;
    }

    private async Task LookThroughFailedMessagesAsync(HashSet<string> unnamed, CancellationToken cancellationToken)
    {
        FailedMessagePosition? after = null;
        IReadOnlyList<FailedMessage> page;
        do
        {
            page = await failed.ListAsync(after, MessagesAtOnce, cancellationToken);
            foreach (var message in page)
            {
                if (await failed.ReadAsync(message.Id, cancellationToken) is { } content)
                    NamedArtifacts.RemoveFrom(unnamed, content.Body.Span);
                after = new FailedMessagePosition(message.At, message.Id);
            }
        }
        while (page.Count == MessagesAtOnce);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Artifact {Artifact} is old and cannot be removed: {Reason}")]
    private static partial void LogNotRemoved(ILogger logger, ArtifactName artifact, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} artifacts that were stored before {Time:u} and that nothing names any more")]
    private static partial void LogRemoved(ILogger logger, int count, DateTimeOffset time);
}
