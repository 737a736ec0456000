using System.Globalization;
using System.Text;
using Recoil.Chaos.Promises;

namespace Recoil.Chaos;

/// <summary>What was done, and what did not hold.</summary>
public sealed record ChaosReport
{
    public required int Seed { get; init; }
    public required int Shots { get; init; }

    /// <summary>How often each service was killed.</summary>
    public required IReadOnlyDictionary<string, int> Kills { get; init; }
    public required int BrokerRestarts { get; init; }
    public required int ConnectionClosures { get; init; }

    /// <summary>How often the store's database was killed.</summary>
    public required int DatabaseKills { get; init; }

    /// <summary>Messages to endpoints while there was meddling; more went through while the meddler was thrown out itself.</summary>
    public required int MessagesSeen { get; init; }
    public required int Duplicated { get; init; }
    public required int Delayed { get; init; }
    public required TimeSpan Took { get; init; }

    /// <summary>Empty when every promise holds.</summary>
    public required IReadOnlyList<BrokenPromise> Findings { get; init; }

    /// <summary>Both as tables for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line("fault", "count");
        foreach (var (service, count) in Kills)
            Line($"SIGKILL {service}", Number(count));
        Line("broker's application restarted", Number(BrokerRestarts));
        Line("connections closed by the broker", Number(ConnectionClosures));
        if (DatabaseKills > 0)
            Line("SIGKILL database", Number(DatabaseKills));
        Line("messages delivered twice", $"{Number(Duplicated)} of {Number(MessagesSeen)} ({Share(Duplicated)})");
        Line("messages delivered late", $"{Number(Delayed)} of {Number(MessagesSeen)} ({Share(Delayed)})");
        text.AppendLine();
        Line("promise", "finding");
        foreach (var finding in Findings)
            Line(finding.Promise, finding.What);
        if (Findings.Count == 0)
            Line("all", "hold");
        text.AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"{Shots} shots, {Kills.Values.Sum() + DatabaseKills} kills, {Findings.Count} findings, {Took.TotalSeconds:0} s, seed {Seed}");
        return text.ToString();

        void Line(string left, string right) => text.AppendLine(CultureInfo.InvariantCulture, $"{left,-36} {right}");
        string Share(int count) => MessagesSeen == 0 ? "none" : ((double)count / MessagesSeen).ToString("P1", CultureInfo.InvariantCulture);
        static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
    }
}
