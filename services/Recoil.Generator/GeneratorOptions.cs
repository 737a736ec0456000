using System.ComponentModel.DataAnnotations;
using Recoil.Hosting.Settings;

namespace Recoil.Generator;

/// <summary>How takes are made.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Where takes are kept, as <c>{shot_id}/{shot_id}_a{attempt}t{take}.png|mp4</c>.</summary>
    [Required]
    public required string OutputFolder { get; init; }

    /// <summary>Where the animatic provider keeps its job journal, <c>jobs.jsonl</c>.</summary>
    [Required]
    public required string JobFolder { get; init; }

    /// <summary>Keeps takes under <c>{project}/{run_id}</c> in the output folder: needed where several runs share it.</summary>
    public bool FolderByRun { get; init; }

    /// <summary>How many takes are made at once, 1 or more.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; init; } = 2;

    /// <summary>
    /// How long a worker's claim on a take lasts without renewal. A take whose worker died is free again after this time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ClaimLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// No other process works on the same store, so a claim that this process does not hold was left by a process that died. Between
    /// processes that all say so it is taken over at once.
    /// </summary>
    public bool AbandonClaimsOfOthers { get; init; }

    /// <summary>How often a look-up, a download or a refused submit is repeated after passing trouble; 0 or more.</summary>
    [Range(0, 100)]
    public int Retries { get; init; } = 3;

    /// <summary>Before the first repetition; each later one waits twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the generator waits for a job's end: below RabbitMQ's limit of 30 minutes for a message.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Called with the reason when the disk is full or read-only. The take then stays unanswered: the callee stops this process, and
    /// the command is sent again when there is space. Null: takes wait for space.
    /// </summary>
    public Action<string>? OnDiskFailure { get; init; }

    /// <exception cref="InvalidSettingException">A setting is out of its range.</exception>
    internal void Validate() => SettingsValidation.Check("Generator", this);
}
