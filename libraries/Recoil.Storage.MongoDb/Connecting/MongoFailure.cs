using MongoDB.Driver;

namespace Recoil.Storage.MongoDb.Connecting;

/// <summary>What keeps the server from being used and a person can remove, or time.</summary>
/// <param name="Line">What, where, and what to do.</param>
/// <param name="IsOutage">Whether the server is unreachable and the settings may be right.</param>
internal sealed record MongoFailure(string Line, bool IsOutage)
{
    // As the server's own list of error codes names them.
    private const int HostUnreachable = 6, HostNotFound = 7, Unauthorized = 13, AuthenticationFailed = 18, ExceededTimeLimit = 50,
        WriteConcernFailed = 64, NetworkTimeout = 89, ShutdownInProgress = 91, UnsatisfiableWriteConcern = 100, PrimarySteppedDown = 189,
        NotYetInitialized = 94, FailedToSatisfyReadPreference = 133, MaxTimeExceeded = 262, SocketException = 9001,
        NotWritablePrimary = 10107, InterruptedAtShutdown = 11600, InterruptedDueToReplStateChange = 11602,
        NotPrimaryNoSecondaryOk = 13435, NotPrimaryOrSecondary = 13436;

    /// <summary>What the error means for people, or null when it is a mistake of ours.</summary>
    public static MongoFailure? Of(Exception exception, MongoDbStoreOptions options, IMongoClient client)
    {
        var what = $"MongoDB at {options.Servers}";
        if (Refusal(what, exception, options) is { } refusal)
            return new MongoFailure(refusal, IsOutage: false);
        if (Outage(what, exception, options, client) is { } outage)
            return new MongoFailure(outage, IsOutage: true);
        return exception is MongoWriteException { InnerException: { } inner } ? Of(inner, options, client) : null;
    }

    /// <summary>The line where a setting or the server must be changed.</summary>
    private static string? Refusal(string what, Exception exception, MongoDbStoreOptions options) => exception switch
    {
        MongoAuthenticationException => $"{what} does not let this user in. Check the user and password in Storage__ConnectionString.",
        MongoIncompatibleDriverException => $"{what} is of a version that this driver does not speak with: {OneLine(exception)} Use a later MongoDB.",
        MongoCommandException { Code: Unauthorized or AuthenticationFailed } =>
            $"{what} does not allow this user to use the database {options.Database}. Give the user the role readWrite on it.",
        { } when WriteConcernCode(exception) == UnsatisfiableWriteConcern =>
            $"{what} has too few members for the write concern {options.WriteConcern}. Give another one in Storage__WriteConcern.",
        _ => null,
    };

    /// <summary>The line where the server or some of its members are unreachable.</summary>
    private static string? Outage(string what, Exception exception, MongoDbStoreOptions options, IMongoClient client) => exception switch
    {
        { } when WriteConcernCode(exception) is not null =>
            $"{what} did not confirm a write: {OneLine(exception)} Bring its members back, or give another Storage__WriteConcern.",
        MongoCommandException { Code: var code } away when IsAway(code) || away.HasErrorLabel("RetryableWriteError") => Away(what, OneLine(exception)),
        MongoConnectionException or TimeoutException or MongoWaitQueueFullException or MongoConnectionPoolPausedException
            or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoExecutionTimeoutException
            or MongoCursorNotFoundException => Away(what, Why(exception, client)),
        _ => null,
    };

    private static string Away(string what, string why) => $"{what} cannot be used: {why} Start it, or correct Storage__ConnectionString.";

    private static bool IsAway(int code) => code is HostUnreachable or HostNotFound or ExceededTimeLimit or WriteConcernFailed or NetworkTimeout
        or ShutdownInProgress or PrimarySteppedDown or NotYetInitialized or FailedToSatisfyReadPreference or MaxTimeExceeded or SocketException
        or NotWritablePrimary or InterruptedAtShutdown or InterruptedDueToReplStateChange or NotPrimaryNoSecondaryOk or NotPrimaryOrSecondary;

    private static int? WriteConcernCode(Exception exception) => exception switch
    {
        MongoWriteConcernException concern => concern.Code,
        MongoWriteException { WriteError: null, WriteConcernError: { } error } => error.Code,
        MongoBulkWriteException { WriteErrors.Count: 0, WriteConcernError: { } error } => error.Code,
        _ => null,
    };

    /// <summary>Where no server was found, the driver's message is a page about the cluster; what its last heartbeat ended with says why.</summary>
    private static string Why(Exception exception, IMongoClient client)
    {
        if (exception is TimeoutException)
        {
            var heartbeat = client.Cluster.Description.Servers.Select(server => server.HeartbeatException).FirstOrDefault(failed => failed is not null);
            return heartbeat is null ? "no server that takes writes answered in time." : OneLine(heartbeat.GetBaseException());
        }

        return OneLine(exception.GetBaseException());
    }

    private static string OneLine(Exception exception) => $"{exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}.";
}
