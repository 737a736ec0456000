using System.Globalization;
using System.Text;
using Recoil.Chaos.Promises;

namespace Recoil.Chaos;

/// <summary>The result of a chaos run: the injected faults and the broken guarantees.</summary>
public sealed record ChaosReport
{
    public required int Seed { get; init; }
    public required int Shots { get; init; }

    /// <summary>Kills per service.</summary>
    public required IReadOnlyDictionary<string, int> Kills { get; init; }
    public required int BrokerRestarts { get; init; }
    public required int ConnectionClosures { get; init; }

    /// <summary>Kills of the store's database.</summary>
    public required int DatabaseKills { get; init; }

    /// <summary>Kills of broker nodes.</summary>
    public int NodeKills { get; init; }

    /// <summary>Messages that the fault injector observed; it misses those sent while its own connection is down.</summary>
    public required int MessagesSeen { get; init; }
    public required int Duplicated { get; init; }
    public required int Delayed { get; init; }
    /// <summary>What emulated providers sold, by their names; empty without them.</summary>
    public IReadOnlyDictionary<string, int> Sold { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
    public required TimeSpan Took { get; init; }

    /// <summary>The broken guarantees; empty if all hold.</summary>
    public required IReadOnlyList<BrokenPromise> Findings { get; init; }

    /// <summary>Formats both as tables.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line("fault", "count");
        foreach (var (service, count) in Kills)
            Line($"SIGKILL {service}", Number(count));
        Line("broker application restarted", Number(BrokerRestarts));
        Line("connections closed by the broker", Number(ConnectionClosures));
        if (NodeKills > 0)
            Line("SIGKILL broker node", Number(NodeKills));
        if (DatabaseKills > 0)
            Line("SIGKILL database", Number(DatabaseKills));
        Line("messages delivered twice", $"{Number(Duplicated)} of {Number(MessagesSeen)} ({Share(Duplicated)})");
        Line("messages delayed", $"{Number(Delayed)} of {Number(MessagesSeen)} ({Share(Delayed)})");
        foreach (var (provider, count) in Sold)
            Line($"takes sold by {provider}", Number(count));
        text.AppendLine();
        Line("guarantee", "finding");
        foreach (var finding in Findings)
            Line(finding.Promise, finding.Detail);
        if (Findings.Count == 0)
            Line("all", "hold");
        text.AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"{Shots} shots, {Kills.Values.Sum() + DatabaseKills + NodeKills} kills, {Findings.Count} findings, {Took.TotalSeconds:0} s, seed {Seed}");
        return text.ToString();

        void Line(string left, string right) => text.AppendLine(CultureInfo.InvariantCulture, $"{left,-36} {right}");
        string Share(int count) => MessagesSeen == 0 ? "none" : ((double)count / MessagesSeen).ToString("P1", CultureInfo.InvariantCulture);
        static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
    }
}
