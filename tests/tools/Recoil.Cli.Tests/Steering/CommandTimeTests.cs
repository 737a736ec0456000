using Microsoft.Extensions.Time.Testing;
using Recoil.Cli.Steering;

namespace Recoil.Cli.Tests.Steering;

public sealed class CommandTimeTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(s_noon);

    [Fact]
    public void A_command_is_newer_than_one_of_a_clock_that_is_ahead()
    {
        CommandTime.After(null, _time).ShouldBe(s_noon);
        CommandTime.After(s_noon.AddSeconds(-1), _time).ShouldBe(s_noon);
        CommandTime.After(s_noon, _time).ShouldBeGreaterThan(s_noon);
        CommandTime.After(s_noon.AddSeconds(20), _time).ShouldBeGreaterThan(s_noon.AddSeconds(20));
    }
}
