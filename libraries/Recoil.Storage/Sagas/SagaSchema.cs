namespace Recoil.Storage.Sagas;

/// <summary>What the documents of one type of saga look like: in which version, and how those of earlier versions are read.</summary>
/// <typeparam name="TState">The saga's state in the present version; serializable as JSON.</typeparam>
public sealed class SagaSchema<TState> where TState : class
{
    private readonly EarlierSagaSchema<TState>[] _earlier;

    /// <param name="type">Names the type of saga in the store, such as <c>shot</c>; stays the same when the class is renamed.</param>
    /// <param name="version">The present version, at least 1. A document without a version was written by 0.1 and has version 1.</param>
    /// <param name="earlier">The earlier versions that are still read.</param>
    public SagaSchema(string type, int version = 1, params EarlierSagaSchema<TState>[] earlier)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        (Type, Version, _earlier) = (type, version, earlier);
    }

    /// <summary>The type's name in the store.</summary>
    public string Type { get; }

    /// <summary>The version that is written.</summary>
    public int Version { get; }

    /// <summary>The first version of a type of saga.</summary>
    public static implicit operator SagaSchema<TState>(string type) => new(type);

    /// <summary>A stored document in the present version.</summary>
    /// <exception cref="StorageUnavailableException">A newer program wrote the document.</exception>
    /// <exception cref="InvalidDataException">The document's version is no longer read.</exception>
    internal SagaDocument<TState> Read(int version, Guid id, ISagaDocumentReader reader)
    {
        if (version == Version)
            return reader.Read<TState>();
        if (version > Version)
        {
            throw new StorageUnavailableException(
                $"Saga {Type} {id} was written by a newer version (schema {version}; this one knows {Version}). Use the newer version.");
        }

        return Array.Find(_earlier, earlier => earlier.Version == version) is { } known
            ? known.Read(reader)
            : throw new InvalidDataException($"Saga {Type} {id} is stored in schema {version}, which this version does not read.");
    }
}

/// <summary>An earlier version of a type of saga's documents.</summary>
/// <typeparam name="TState">The saga's state in the present version.</typeparam>
public abstract class EarlierSagaSchema<TState> where TState : class
{
    private protected EarlierSagaSchema(int version) => Version = version;

    /// <summary>The version.</summary>
    public int Version { get; }

    internal abstract SagaDocument<TState> Read(ISagaDocumentReader reader);
}

/// <summary>An earlier version of a type of saga's documents.</summary>
/// <typeparam name="TEarlier">The saga's state in that version.</typeparam>
/// <typeparam name="TState">The saga's state in the present version.</typeparam>
/// <param name="version">The version.</param>
/// <param name="upgrade">Makes a document of the present version. It is pure: a document is written when its saga next takes a step, not when it is read.</param>
public sealed class EarlierSagaSchema<TEarlier, TState>(int version, Func<SagaDocument<TEarlier>, SagaDocument<TState>> upgrade)
    : EarlierSagaSchema<TState>(version)
    where TEarlier : class
    where TState : class
{
    internal override SagaDocument<TState> Read(ISagaDocumentReader reader) => upgrade(reader.Read<TEarlier>());
}

/// <summary>A stored document, to be read with the state that its version has.</summary>
internal interface ISagaDocumentReader
{
    SagaDocument<T> Read<T>() where T : class;
}
