namespace Recoil.Bench.InProcess;

/// <summary>What one path took.</summary>
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

    /// <summary>Messages handed to the transport, a shot.</summary>
    public required double MessagesPerShot { get; init; }
    public required double SagaReadsPerShot { get; init; }
    public required double SagaWritesPerShot { get; init; }
    public required double LedgerWritesPerShot { get; init; }

    /// <summary>Durable commits, each of which holds what was waiting at that moment.</summary>
    public required long Commits { get; init; }

    /// <summary>Processor time of the whole process, in milliseconds a shot.</summary>
    public required double CpuMillisecondsPerShot { get; init; }

    /// <summary>Live managed memory after a quarter of the shots and after all of them, in MB.</summary>
    public required double HeapAfterQuarterMegabytes { get; init; }
    public required double HeapAtEndMegabytes { get; init; }

    /// <summary>The most memory the process ever had, in MB.</summary>
    public required double PeakMegabytes { get; init; }
}
