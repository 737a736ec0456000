using Recoil.Contracts;

namespace Recoil.Storage.Runs;

/// <summary>That a shot of a run is made again, or was, and at whose request.</summary>
public sealed record ShotRemake
{
    /// <summary>How many requests are kept.</summary>
    public const int Remembered = 8;

    /// <summary>The last requests that it was made again for, oldest first; the one under way is the last.</summary>
    public IReadOnlyList<Guid> Requests { get; init; } = [];

    /// <summary>It waits to be made again, or is being made; false once that has ended.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who asked.</summary>
    public string By { get; init; } = "";

    public string? Note { get; init; }

    /// <summary>The prompt to use from now on; null keeps the present one.</summary>
    public string? EditedPrompt { get; init; }

    /// <summary>US dollars by which both caps are raised for the shot.</summary>
    public decimal ExtraBudget { get; init; }

    /// <summary>How it stood: it does so again where its run is cancelled before it is made. Null once it has ended.</summary>
    public ReplacedEnd? Replaced { get; init; }
}

/// <summary>How a shot stood that is to be made again.</summary>
/// <param name="Status">How it had ended.</param>
/// <param name="OutputPath">The take that the status refers to.</param>
/// <param name="ApprovedOutput">The take that a person approved.</param>
public sealed record ReplacedEnd(ShotStatus Status, string? OutputPath, string? ApprovedOutput);
