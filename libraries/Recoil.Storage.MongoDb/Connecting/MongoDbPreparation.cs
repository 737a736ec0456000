using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Connecting;

/// <summary>Creates the indexes when a service starts; retries until the server answers. Creating an existing index changes nothing.</summary>
internal sealed partial class MongoDbPreparation(
    MongoDbStore store, IEnumerable<SagaDocumentType> sagas, TimeProvider time, ILogger<MongoDbPreparation> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                await PrepareAsync(store, sagas.Select(saga => saga.Name), stoppingToken);
                return;
            }
            catch (StorageUnavailableException away)
            {
                LogAway(away.Message);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    /// <summary>Makes all indexes.</summary>
    /// <exception cref="StorageUnavailableException">The server does not answer.</exception>
    public static async Task PrepareAsync(MongoDbStore store, IEnumerable<string> sagaTypes, CancellationToken cancellationToken)
    {
        var indexes = DeclaredIndex.OfLedgers(store).Concat(sagaTypes.Distinct(StringComparer.Ordinal).SelectMany(DeclaredIndex.OfSagas));
        foreach (var collection in indexes.GroupBy(index => index.Collection, StringComparer.Ordinal))
        {
            await store.DoAsync(() => store.Database.GetCollection<BsonDocument>(collection.Key)
                .Indexes.CreateManyAsync(collection.Select(index => index.ToModel()), cancellationToken));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} Retrying until the server answers")]
    private partial void LogAway(string reason);
}
