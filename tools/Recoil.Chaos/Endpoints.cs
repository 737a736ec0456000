namespace Recoil.Chaos;

/// <summary>The receive endpoints of the services.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<string> All { get; } = ["shots", "runs", "generator", "critic", "budget", "review-queue"];

    /// <summary>The endpoints that handle messages of a single shot.</summary>
    public static IReadOnlyList<string> OfShots { get; } = ["shots", "generator", "critic", "budget", "review-queue"];
}
