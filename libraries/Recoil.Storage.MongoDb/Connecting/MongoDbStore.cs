using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;

namespace Recoil.Storage.MongoDb.Connecting;

/// <summary>The database with its collections. Connects with the first operation; an operation that fails because the server is unreachable says so in one line.</summary>
internal sealed class MongoDbStore : IDisposable
{
    /// <summary>How long an operation looks for a server before it says that there is none, unless the connection string says otherwise.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take, unless the connection string says otherwise: a connection may be dead without anybody noticing.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);

    private readonly MongoDbStoreOptions _options;
    private readonly MongoClient _client;

    /// <summary>Whoever finds all connections in use waits for one; the driver would turn the many away.</summary>
    private readonly SemaphoreSlim _connections;

    /// <param name="options">Which server, and how.</param>
    /// <param name="watch">Listens to what the driver does.</param>
    /// <exception cref="ArgumentException">An option cannot be used; the message says which and what to do.</exception>
    public MongoDbStore(MongoDbStoreOptions options, Action<ClusterBuilder>? watch = null)
    {
        if (options.Mistake() is { } mistake)
            throw new ArgumentException(mistake, nameof(options));

        DocumentMaps.Register();
        _options = options;
        var settings = SettingsOf(options, watch);
        _connections = new SemaphoreSlim(settings.MaxConnectionPoolSize > 0 ? settings.MaxConnectionPoolSize : int.MaxValue);
        _client = new MongoClient(settings);
        Database = _client.GetDatabase(options.Database, new MongoDatabaseSettings
        {
            WriteConcern = options.Concern(),
            ReadPreference = ReadPreference.Primary,

            // What a failover could still take back has not happened yet.
            ReadConcern = options.WriteConcern == MongoDbStoreOptions.Majority ? ReadConcern.Majority : ReadConcern.Local,
        });
        Accounts = Database.GetCollection<AccountRecord>("accounts");
        Reservations = Database.GetCollection<ReservationRecord>("reservations");
        Projects = Database.GetCollection<ProjectRecord>("projects");
        Holds = Database.GetCollection<MovedHold>("holds");
        Takes = Database.GetCollection<StoredTake>("takes");
        ProviderAccounts = Database.GetCollection<StoredProviderAccount>("provider_accounts");
        Priorities = Database.GetCollection<StoredPriority>("priorities");
        Pauses = Database.GetCollection<StoredPause>("pauses");
        Reviews = Database.GetCollection<StoredReview>("reviews");
        RunPlans = Database.GetCollection<StoredPlannedShot>("run_plans");
        RunShots = Database.GetCollection<StoredRunShot>("run_shots");
        RunEnds = Database.GetCollection<StoredRunEnd>("run_ends");
        ApprovedShots = Database.GetCollection<StoredApprovedShot>("approved_shots");
        Judgements = Database.GetCollection<StoredJudgement>("judgements");
        FailedMessages = Database.GetCollection<StoredFailedMessage>("failed_messages");
        FailedMessageParts = Database.GetCollection<StoredFailedMessagePart>("failed_message_parts");
    }

    public IMongoDatabase Database { get; }

    public IMongoCollection<AccountRecord> Accounts { get; }

    /// <summary>Closed reservations that no longer have room in their account's document.</summary>
    public IMongoCollection<ReservationRecord> Reservations { get; }

    public IMongoCollection<ProjectRecord> Projects { get; }

    /// <summary>What projects hold for runs whose holds no longer have room in the project's document.</summary>
    public IMongoCollection<MovedHold> Holds { get; }

    public IMongoCollection<StoredTake> Takes { get; }

    public IMongoCollection<StoredProviderAccount> ProviderAccounts { get; }

    public IMongoCollection<StoredPause> Pauses { get; }

    public IMongoCollection<StoredPriority> Priorities { get; }

    public IMongoCollection<StoredReview> Reviews { get; }

    /// <summary>What was planned, a document for each shot of a run.</summary>
    public IMongoCollection<StoredPlannedShot> RunPlans { get; }

    /// <summary>How the shots of runs stand, a document each.</summary>
    public IMongoCollection<StoredRunShot> RunShots { get; }

    /// <summary>Until when the plans of runs that have ended are kept.</summary>
    public IMongoCollection<StoredRunEnd> RunEnds { get; }

    /// <summary>The accepted takes of the shots of episodes, over runs.</summary>
    public IMongoCollection<StoredApprovedShot> ApprovedShots { get; }

    /// <summary>What judges were asked and answered.</summary>
    public IMongoCollection<StoredJudgement> Judgements { get; }

    public IMongoCollection<StoredFailedMessage> FailedMessages { get; }

    /// <summary>The bodies of failed messages that are too large for one document.</summary>
    public IMongoCollection<StoredFailedMessagePart> FailedMessageParts { get; }

    /// <summary>One collection a type of saga: each can be sharded by the saga's id.</summary>
    public IMongoCollection<SagaRecord<TState>> Sagas<TState>(string type) where TState : class
    {
        DocumentMaps.Register<TState>();
        return Database.GetCollection<SagaRecord<TState>>(SagaCollection(type));
    }

    public static string SagaCollection(string type) => $"sagas.{type}";

    /// <summary>The collections of all types of sagas.</summary>
    public async Task<IEnumerable<string>> SagaCollectionsAsync(CancellationToken cancellationToken)
    {
        var collections = await Database.ListCollectionNamesAsync(options: null, cancellationToken);
        return (await collections.ToListAsync(cancellationToken)).Where(name => name.StartsWith(SagaCollection(""), StringComparison.Ordinal));
    }

    /// <summary>Runs an operation.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The server is, or was during the operation, unreachable. A write may have happened; repeating the operation makes sure of it.
    /// </exception>
    public async Task<T> DoAsync<T>(Func<Task<T>> operation)
    {
        await _connections.WaitAsync();
        try
        {
            return await operation();
        }
        catch (Exception exception) when (MongoFailure.Of(exception, _options, _client) is { } failure)
        {
            throw new StorageUnavailableException(failure.Line, exception) { IsOutage = failure.IsOutage };
        }
        catch (FormatException wrong) when (wrong.InnerException is InvalidDataException shape)
        {
            throw new InvalidDataException(shape.Message, wrong);
        }
        finally
        {
            _connections.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _connections.Dispose();
    }

    private static MongoClientSettings SettingsOf(MongoDbStoreOptions options, Action<ClusterBuilder>? watch)
    {
        var settings = MongoClientSettings.FromUrl(options.MongoUrlOrNull());
        settings.ApplicationName ??= "recoil";
        if (settings.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
            settings.ServerSelectionTimeout = s_timeout;
        if (settings.ConnectTimeout == MongoDefaults.ConnectTimeout)
            settings.ConnectTimeout = s_timeout;
        if (settings.SocketTimeout == MongoDefaults.SocketTimeout)
            settings.SocketTimeout = s_silence;

        // The driver shares connections between clients of equal settings and closes them with the first; this makes each its own.
        settings.ClusterConfigurator = builder => watch?.Invoke(builder);
        return settings;
    }
}
