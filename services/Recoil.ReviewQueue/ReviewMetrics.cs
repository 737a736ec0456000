using System.Diagnostics.Metrics;
using Recoil.Contracts;

namespace Recoil.ReviewQueue;

/// <summary>What the review queue counts.</summary>
internal sealed class ReviewMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.ReviewQueue";

    private readonly Counter<long> _added;
    private readonly Counter<long> _decided;

    public ReviewMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _added = meter.CreateCounter<long>("recoil.reviews.added", "{review}", "Entries put before a person, by reason");
        _decided = meter.CreateCounter<long>("recoil.reviews.decided", "{review}", "Entries a person decided on, by decision");
    }

    public void Added(ReviewReason reason) => _added.Add(1, new KeyValuePair<string, object?>("reason", SnakeCase.Of(reason)));

    public void Decided(ReviewDecision decision) => _decided.Add(1, new KeyValuePair<string, object?>("decision", SnakeCase.Of(decision)));
}
