namespace Recoil.Local.Processes;

/// <summary>What a service says of its health.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Unhealthy</c> and so on; <c>Silent</c> when it does not answer, <c>Ended</c> when it does not run.</param>
/// <param name="Checks">Its parts.</param>
public sealed record ServiceHealth(string Status, IReadOnlyDictionary<string, CheckHealth> Checks)
{
    internal static ServiceHealth Silent { get; } = new("Silent", new Dictionary<string, CheckHealth>(StringComparer.Ordinal));

    public bool IsReady => Status == "Healthy";

    /// <summary>What is not well, in one line; empty when all is.</summary>
    public string Trouble => string.Join("; ", Checks.Where(check => check.Value.Status != "Healthy").Select(check => $"{check.Key}: {check.Value.Description}"));
}

/// <summary>One part of a service's health.</summary>
public sealed record CheckHealth(string Status, string? Description);
