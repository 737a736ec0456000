namespace Recoil.Storage.Takes;

/// <summary>What a provider account allows, all processes together.</summary>
public sealed record AccountLimits
{
    /// <summary>How long a submit counts: a minute, and some seconds for those that reach the provider later than others after they were counted here.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(65);

    /// <summary>The most jobs at once, 1 or more; null for no limit.</summary>
    public int? Jobs { get; init; }

    /// <summary>The most submits within any minute, 1 or more; null for no limit.</summary>
    public int? SubmitsPerMinute { get; init; }
}
