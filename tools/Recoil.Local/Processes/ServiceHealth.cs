namespace Recoil.Local.Processes;

/// <summary>A service's health.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Unhealthy</c> and so on; <c>Unreachable</c> when it does not answer, <c>Exited</c> when it does not run.</param>
/// <param name="Checks">The health checks by name.</param>
public sealed record ServiceHealth(string Status, IReadOnlyDictionary<string, CheckHealth> Checks)
{
    internal static ServiceHealth Unreachable { get; } = new("Unreachable", new Dictionary<string, CheckHealth>(StringComparer.Ordinal));

    public bool IsReady => Status == "Healthy";

    /// <summary>The failing checks in one line; empty if all are healthy.</summary>
    public string Problems => string.Join("; ", Checks.Where(check => check.Value.Status != "Healthy").Select(check => $"{check.Key}: {check.Value.Description}"));
}

/// <summary>The result of one health check.</summary>
public sealed record CheckHealth(string Status, string? Description);
