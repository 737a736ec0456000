using Recoil.Chaos.Promises;

namespace Recoil.Chaos.Tests;

public sealed class When_a_report_is_shown
{
    [Fact]
    public void It_counts_the_faults_and_says_that_all_guarantees_hold() => Report().ToString().ReplaceLineEndings("\n").ShouldBe("""
        fault                                count
        SIGKILL Recoil.Shots                 3
        broker application restarted         1
        connections closed by the broker     2
        messages delivered twice             10 of 200 (5.0 %)
        messages delayed                     20 of 200 (10.0 %)

        guarantee                            finding
        all                                  hold

        60 shots, 3 kills, 0 findings, 90 s, seed 7
        """);

    [Fact]
    public void Broken_guarantees_stand_in_it_with_their_detail()
    {
        var text = (Report() with { DatabaseKills = 2, Findings = [new BrokenPromise("every shot ends", "0001-clean has no result")] }).ToString();

        text.ShouldContain("SIGKILL database                     2");
        text.ShouldContain("every shot ends                      0001-clean has no result");
        text.ShouldEndWith("60 shots, 5 kills, 1 findings, 90 s, seed 7");
    }

    [Fact]
    public void A_run_without_messages_has_no_shares() => (Report() with { MessagesSeen = 0, Duplicated = 0 }).ToString().ShouldContain("0 of 0 (none)");

    private static ChaosReport Report() => new()
    {
        Seed = 7,
        Shots = 60,
        Kills = new Dictionary<string, int>(StringComparer.Ordinal) { ["Recoil.Shots"] = 3 },
        BrokerRestarts = 1,
        ConnectionClosures = 2,
        DatabaseKills = 0,
        MessagesSeen = 200,
        Duplicated = 10,
        Delayed = 20,
        Took = TimeSpan.FromSeconds(90),
        Findings = [],
    };
}
