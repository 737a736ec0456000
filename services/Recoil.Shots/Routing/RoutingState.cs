using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>The memory of the routing between two takes. Every step writes it, so it is kept small.</summary>
internal sealed record RoutingState
{
    /// <summary>The attempt under way, 1 to 4; more only after a person's re-rolls.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The take under way within the attempt, counted from 1.</summary>
    public int Take { get; init; } = 1;

    public required string Model { get; init; }

    /// <summary>What a take will probably cost in US dollars; settled once for the shot.</summary>
    public required decimal Estimate { get; init; }

    /// <summary>What is reserved for judging a take in US dollars, beside <see cref="Estimate"/>; 0 without judges.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal Judging { get; init; }

    /// <summary>What is reserved for a take in US dollars.</summary>
    [JsonIgnore]
    public decimal Reserved => Estimate + Judging;

    /// <summary>The shot's prompt.</summary>
    public required string OriginalPrompt { get; init; }

    /// <summary>The prompt after softening; null while it was not softened.</summary>
    public string? SoftenedPrompt { get; init; }

    /// <summary>Whether the prompt was refused before, though harmless, and tried once more as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RefusalRetried { get; init; }

    /// <summary>What this take does differently from the one before; null for an attempt's first.</summary>
    public RerollStrategy? Strategy { get; init; }

    /// <summary>The take that is kept; null when there is none.</summary>
    public string? HeldOutput { get; init; }

    /// <summary>How good the kept take is.</summary>
    public TakeRank HeldRank { get; init; }

    /// <summary>What was wrong with the last take that was judged.</summary>
    public FailureMode? LastFailureMode { get; init; }

    /// <summary>How the attempt before ended, where it used up its re-rolls.</summary>
    public HardEnd? PreviousEnd { get; init; }

    public IReadOnlyList<string> ValidationNotes { get; init; } = [];

    /// <summary>The prompt to use now.</summary>
    [JsonIgnore]
    public string Prompt => SoftenedPrompt ?? OriginalPrompt;

    /// <summary>The name of the last failure mode, or null.</summary>
    [JsonIgnore]
    public string? LastFailureModeName => LastFailureMode is { } mode ? SnakeCase.Of(mode) : null;
}
