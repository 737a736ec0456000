namespace Recoil.Chaos;

/// <summary>The queues that services receive from.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<string> All { get; } = ["shots", "runs", "generator", "critic", "budget", "review-queue"];

    /// <summary>Those a shot on its own goes through.</summary>
    public static IReadOnlyList<string> OfShots { get; } = ["shots", "generator", "critic", "budget", "review-queue"];
}
