using System.Diagnostics.Metrics;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>The metrics of the shots service.</summary>
internal sealed class ShotMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.Shots";

    private readonly Counter<long> _shots;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _late;
    private readonly Counter<long> _takes;

    public ShotMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _shots = meter.CreateCounter<long>("recoil.shots.completed", "{shot}", "Shots that ended, by status and failure mode");
        _fallbacks = meter.CreateCounter<long>("recoil.fallbacks.fired", "{firing}", "Sanctioned fallbacks that fired, by name");
        _takes = meter.CreateCounter<long>("recoil.takes.decided", "{take}", "Takes that were decided on, by model and failure mode");
        _late = meter.CreateCounter<long>("recoil.takes.late", "{take}", "Generations that arrived after their shot had stopped waiting for them");
    }

    public void Completed(ShotCompleted result) => _shots.Add(1,
        new("status", SnakeCase.Of(result.Status)), new("failure_mode", result.FailureMode ?? "none"));

    public void FallbackFired(string name) => _fallbacks.Add(1, new KeyValuePair<string, object?>("name", name));

    /// <summary>A take was decided on. An unregistered model is counted as such: its name can be anything.</summary>
    public void Decided(string? registeredModel, FailureMode? failureMode) => _takes.Add(1,
        new("model", registeredModel ?? "unregistered"), new("failure_mode", failureMode is { } mode ? SnakeCase.Of(mode) : "none"));

    public void Late() => _late.Add(1);
}
