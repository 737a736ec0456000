namespace Recoil.Storage.Embedded;

/// <summary>What the embedded store has done since it was opened. Only confirmed writes count.</summary>
public sealed class EmbeddedStoreStatistics
{
    private readonly long[] _writes = new long[Enum.GetValues<WriteKind>().Length];
    private long _sagaReads;
    private long _transactions;
    private long _operations;
    private long _largestBatch;
    private long _batchesRunAlone;

    public long SagaReads => Volatile.Read(ref _sagaReads);

    public long SagaWrites => Volatile.Read(ref _writes[(int)WriteKind.Saga]);

    public long LedgerWrites => Volatile.Read(ref _writes[(int)WriteKind.Ledger]);

    public long TakeWrites => Volatile.Read(ref _writes[(int)WriteKind.Take]);

    public long ReviewWrites => Volatile.Read(ref _writes[(int)WriteKind.Review]);

    public long FailedMessageWrites => Volatile.Read(ref _writes[(int)WriteKind.FailedMessage]);

    /// <summary>Writes of what runs plan and how their shots stand.</summary>
    public long RunWrites => Volatile.Read(ref _writes[(int)WriteKind.Run]);

    /// <summary>Writes of accepted takes, and of takes that are not accepted any more.</summary>
    public long ApprovedShotWrites => Volatile.Read(ref _writes[(int)WriteKind.ApprovedShot]);

    /// <summary>Committed transactions; each holds one batch of operations.</summary>
    public long Transactions => Volatile.Read(ref _transactions);

    public double MeanBatch => Transactions is var count and > 0 ? (double)Volatile.Read(ref _operations) / count : 0;

    public long LargestBatch => Volatile.Read(ref _largestBatch);

    /// <summary>Batches that failed together, so that their operations were run one by one.</summary>
    public long BatchesRunAlone => Volatile.Read(ref _batchesRunAlone);

    internal void CountSagaRead() => Interlocked.Increment(ref _sagaReads);

    // The rest is called by the writer's thread only.
    internal void CountCommitted(List<WriteOperation> batch)
    {
        foreach (var operation in batch)
            Add(ref _writes[(int)operation.Kind], 1);

        Add(ref _operations, batch.Count);
        Add(ref _transactions, 1);
        if (batch.Count > _largestBatch)
            Volatile.Write(ref _largestBatch, batch.Count);
    }

    internal void CountRunAlone() => Add(ref _batchesRunAlone, 1);

    private static void Add(ref long counter, long amount) => Volatile.Write(ref counter, counter + amount);
}
