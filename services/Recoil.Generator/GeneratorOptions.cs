namespace Recoil.Generator;

/// <summary>How takes are made.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Where takes are kept, as <c>{shot_id}/{shot_id}_a{attempt}t{take}.png|mp4</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where the animatic provider keeps its job journal, <c>jobs.jsonl</c>.</summary>
    public required string JobFolder { get; init; }

    /// <summary>Keeps takes under <c>{project}/{run_id}</c> in the output folder: needed where several runs share it.</summary>
    public bool FolderByRun { get; init; }

    /// <summary>How many takes are made at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>
    /// For how long a take is this worker's; renewed while it works. A take whose worker died is free again after this time.
    /// </summary>
    public TimeSpan ClaimTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Nobody else works on the same store, so a claim that this process does not know of was left by a process that died. Between
    /// processes that all say so it is taken over at once.
    /// </summary>
    public bool AbandonClaimsOfOthers { get; init; }

    /// <summary>How often a look-up, a download or a refused submit is repeated after passing trouble; 0 or more.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the first repetition; each later one waits twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a job is waited for. Below RabbitMQ's limit of 30 minutes for a message.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Called with the reason when the disk is full or read-only. The take then stays unanswered: the callee stops this process, and
    /// the command is sent again when there is space. Null: takes wait for space.
    /// </summary>
    public Action<string>? OnDiskFailure { get; init; }

    /// <exception cref="ArgumentException">A setting is outside its range; the message says which.</exception>
    internal void Validate()
    {
        Require(OutputFolder.Length > 0, nameof(OutputFolder), "is empty");
        Require(JobFolder.Length > 0, nameof(JobFolder), "is empty");
        Require(Concurrency >= 1, nameof(Concurrency), $"is {Concurrency}; it must be 1 or more");
        Require(ClaimTime > TimeSpan.Zero, nameof(ClaimTime), $"is {ClaimTime}; it must be longer than zero");
        Require(Retries >= 0, nameof(Retries), $"is {Retries}; it must be 0 or more");
        Require(RetryDelay >= TimeSpan.Zero, nameof(RetryDelay), $"is {RetryDelay}; it must not be negative");
        Require(WaitLimit > TimeSpan.Zero, nameof(WaitLimit), $"is {WaitLimit}; it must be longer than zero");

        static void Require(bool holds, string name, string message)
        {
            if (!holds)
                throw new ArgumentException($"Generator setting {name} {message}.", name);
        }
    }
}
