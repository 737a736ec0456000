namespace Recoil.Storage.Takes;

/// <summary>What a provider account allows, all processes together.</summary>
public sealed record AccountLimits
{
    /// <summary>The most jobs at once, 1 or more; null for no limit.</summary>
    public int? Jobs { get; init; }

    /// <summary>The most submits within any minute, 1 or more; null for no limit.</summary>
    public int? SubmitsPerMinute { get; init; }
}
