using System.Diagnostics.Metrics;

namespace Recoil.SagaDocuments;

/// <summary>The metrics of this process's sweepers.</summary>
internal sealed class SweeperMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.SagaDocuments";

    private readonly Counter<long> _claimed;
    private readonly Counter<long> _fired;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _setAside;

    public SweeperMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _claimed = meter.CreateCounter<long>("recoil.sweeper.documents.claimed", "{document}", "Saga documents that were due and claimed, by saga");
        _fired = meter.CreateCounter<long>("recoil.sweeper.timers.fired", "{timer}", "Timers of sagas that fired, by saga");
        _redelivered = meter.CreateCounter<long>("recoil.sweeper.outboxes.redelivered", "{outbox}", "Outboxes delivered for a process that did not, by saga");
        _setAside = meter.CreateCounter<long>("recoil.sweeper.documents.set_aside", "{document}", "Saga documents that were set aside for a person to look at, by saga");
    }

    public void Claimed(string saga, int documents) => _claimed.Add(documents, Of(saga));

    public void Fired(string saga) => _fired.Add(1, Of(saga));

    public void Redelivered(string saga) => _redelivered.Add(1, Of(saga));

    public void SetAside(string saga) => _setAside.Add(1, Of(saga));

    private static KeyValuePair<string, object?> Of(string saga) => new("saga", saga);
}
