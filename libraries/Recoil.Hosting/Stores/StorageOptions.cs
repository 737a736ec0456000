using System.ComponentModel.DataAnnotations;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Stores;

/// <summary>Where the services keep what they know: the section <c>Storage</c>.</summary>
public sealed record StorageOptions : IValidatableObject
{
    /// <summary><c>embedded</c>: a SQLite file that all processes of one machine share; <c>mongodb</c>: for any number of machines.</summary>
    [AllowedValues(Embedded, MongoDb)]
    public string Kind { get; init; } = Embedded;

    /// <summary>The folder of the embedded store's file; on a local disk, not a network share.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where MongoDB is: a standalone server, a replica set or a sharded cluster.</summary>
    public string ConnectionString { get; init; } = "mongodb://localhost:27017";

    /// <summary>The database in MongoDB.</summary>
    public string Database { get; init; } = "recoil";

    /// <summary><c>majority</c>, or how many members of MongoDB must have a write before it counts; 1 or more.</summary>
    public string WriteConcern { get; init; } = "majority";

    public const string Embedded = "embedded";
    public const string MongoDb = "mongodb";

    /// <exception cref="InvalidSettingException">A setting cannot be used; the message says which and what to do, and never quotes a password.</exception>
    public void Validate() => SettingsValidation.Check("Storage", this);

    /// <summary>What is wrong with the settings that the kind of store uses.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Kind == Embedded && string.IsNullOrWhiteSpace(DataFolder))
            yield return new ValidationResult($"{nameof(DataFolder)} is empty. Name a folder on a local disk that all services of this machine share.");
        if (Kind == MongoDb && MongoDbStorage.MistakeIn(this) is { } mistake)
            yield return new ValidationResult(mistake);
    }

    /// <summary>The settings as environment variables for another process.</summary>
    public Dictionary<string, string> AsEnvironment() => new(StringComparer.Ordinal)
    {
        [$"Storage__{nameof(Kind)}"] = Kind,
        [$"Storage__{nameof(DataFolder)}"] = DataFolder,
        [$"Storage__{nameof(ConnectionString)}"] = ConnectionString,
        [$"Storage__{nameof(Database)}"] = Database,
        [$"Storage__{nameof(WriteConcern)}"] = WriteConcern,
    };

    /// <summary>For people: without the connection string, which may hold a password.</summary>
    public override string ToString() => Kind == MongoDb ? $"MongoDB at {MongoDbStorage.Place(this)}" : DataFolder;
}
