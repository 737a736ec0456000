namespace Recoil.Cli.Broker.Tests;

/// <summary>Services that <c>recoil up</c> started, for all tests of this assembly that only use them.</summary>
public sealed class RunningServices : IAsyncLifetime
{
    internal Installation Installation { get; private set; } = null!;

    /// <summary>What <c>recoil up</c> printed.</summary>
    public string Table { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Installation = await Installation.EmptyAsync("up");
        var up = await Installation.RecoilAsync("up", "--generators", "1");
        up.ExitCode.ShouldBe(0, up.Output + up.Errors);
        Table = up.Output;
    }

    public async ValueTask DisposeAsync() => (await Installation.RecoilAsync("down")).ExitCode.ShouldBe(0);
}
