namespace Recoil.Bench.InProcess;

/// <summary>The measurement of one path.</summary>
public sealed record BenchResult
{
    public required string Path { get; init; }
    public required int Shots { get; init; }
    public required int Concurrency { get; init; }
    public required double Seconds { get; init; }
    public required double ShotsPerSecond { get; init; }

    /// <summary>From request to end, in milliseconds.</summary>
    public required double P50Milliseconds { get; init; }
    public required double P95Milliseconds { get; init; }
    public required double P99Milliseconds { get; init; }

    /// <summary>Messages handed to the transport, per shot.</summary>
    public required double MessagesPerShot { get; init; }
    public required double SagaReadsPerShot { get; init; }
    public required double SagaWritesPerShot { get; init; }
    public required double LedgerWritesPerShot { get; init; }

    /// <summary>Durable commits; each one holds all writes that were queued at that moment.</summary>
    public required long Commits { get; init; }

    /// <summary>CPU time of the whole process, in milliseconds per shot.</summary>
    public required double CpuMillisecondsPerShot { get; init; }

    /// <summary>Live managed memory after a quarter of the shots and after all of them, in MB.</summary>
    public required double HeapAfterQuarterMegabytes { get; init; }
    public required double HeapAtEndMegabytes { get; init; }

    /// <summary>Peak working set of the process, in MB.</summary>
    public required double PeakMegabytes { get; init; }
}
