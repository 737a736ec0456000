namespace Recoil.Storage.Sagas;

/// <summary>Documents that were read together. One that cannot be read does not keep the others.</summary>
/// <typeparam name="TState">The saga's state.</typeparam>
/// <param name="Documents">Those that can be read, in the order that was asked for.</param>
/// <param name="Unreadable">The others, with why.</param>
public sealed record SagaBatch<TState>(IReadOnlyList<SagaDocument<TState>> Documents, IReadOnlyList<UnreadableSaga> Unreadable) where TState : class
{
    /// <summary>How many there are, readable or not.</summary>
    public int Count => Documents.Count + Unreadable.Count;

    /// <summary>Reads stored documents one by one.</summary>
    /// <param name="stored">The documents as they are stored.</param>
    /// <param name="idOf">The id of one.</param>
    /// <param name="read">Reads one; has no effect but its result, so whatever it throws is the document's fault.</param>
    internal static SagaBatch<TState> Of<TStored>(IEnumerable<TStored> stored, Func<TStored, Guid> idOf, Func<TStored, SagaDocument<TState>> read)
    {
        var documents = new List<SagaDocument<TState>>();
        List<UnreadableSaga>? unreadable = null;
        foreach (var one in stored)
        {
            try
            {
                documents.Add(read(one));
            }
            catch (Exception exception)
            {
                var cause = exception is FormatException { InnerException: InvalidDataException shape } ? shape : exception;
                (unreadable ??= []).Add(new UnreadableSaga(idOf(one), cause.Message));
            }
        }

        return new SagaBatch<TState>(documents, unreadable ?? []);
    }
}

/// <summary>A saga whose stored document this version cannot read.</summary>
/// <param name="Id">The saga.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record UnreadableSaga(Guid Id, string Reason);
