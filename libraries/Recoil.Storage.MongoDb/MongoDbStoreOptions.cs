using System.Buffers;
using System.Globalization;
using System.Text;
using MongoDB.Driver;

namespace Recoil.Storage.MongoDb;

/// <summary>Which MongoDB keeps what the services know.</summary>
public sealed record MongoDbStoreOptions
{
    /// <summary>Where the server, replica set or sharded cluster is, as its own documentation writes it.</summary>
    public string ConnectionString { get; init; } = "mongodb://localhost:27017";

    /// <summary>The database's name; 1 to 63 bytes.</summary>
    public string Database { get; init; } = "recoil";

    /// <summary><c>majority</c>, or how many members must have a write on disk before it counts as done; 1 or more.</summary>
    public string WriteConcern { get; init; } = Majority;

    internal const string Majority = "majority";

    private static readonly SearchValues<char> s_notInNames = SearchValues.Create("/\\. \"$*<>:|?\0");

    /// <summary>The servers, for people: without the user and the password.</summary>
    public string Servers => MongoUrlOrNull() is { } url ? string.Join(',', url.Servers.Select(server => server.ToString())) : "";

    /// <summary>What ends up in a log or an error must not hold the password.</summary>
    public override string ToString() => $"{Servers}/{Database}";

    /// <summary>What is wrong with the options, as "ConnectionString is …. Do …."; null when nothing is. Never quotes the connection string.</summary>
    public string? Mistake()
    {
        if (MongoUrlOrNull() is not { } url)
        {
            return $"{nameof(ConnectionString)} is not understood. Write mongodb://user:password@host:port/?option=value, with what is special in a password percent-encoded.";
        }

        if (Database.Length == 0 || Encoding.UTF8.GetByteCount(Database) > 63 || Database.AsSpan().ContainsAny(s_notInNames))
            return $"{nameof(Database)} is \"{Database}\". Give a name of 1 to 63 bytes without spaces and without / \\ . \" $ * < > : | ?.";
        return Concern() is null
            ? $"{nameof(WriteConcern)} is \"{WriteConcern}\". Give {Majority}, or a number of members from 1 to 50."
            : url.W is not null ? $"{nameof(ConnectionString)} also sets w. Remove it there: {nameof(WriteConcern)} sets it." : null;
    }

    /// <summary>Written to the journal, too: without that, a standalone server may forget a confirmed write when it is killed.</summary>
    internal WriteConcern? Concern() => WriteConcern == Majority
        ? global::MongoDB.Driver.WriteConcern.WMajority.With(journal: true)
        : int.TryParse(WriteConcern, NumberStyles.None, CultureInfo.InvariantCulture, out var members) && members is >= 1 and <= 50
            ? new WriteConcern(members, journal: true)
            : null;

    internal MongoUrl? MongoUrlOrNull()
    {
        try
        {
            return new MongoUrl(ConnectionString);
        }
        catch (Exception wrong) when (wrong is MongoConfigurationException or ArgumentException or FormatException)
        {
            // The driver's own words quote the connection string.
            return null;
        }
    }
}
