using Recoil.Hosting.Transport;
using Recoil.Local.Broker;
using Xunit;

namespace Recoil.Broker.Testing;

/// <summary>
/// A RabbitMQ node for the tests of one assembly: started by them on a port of its own, and empty; or the <see cref="GivenBroker"/>, where
/// there is one.
/// </summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private LocalBroker? _own;

    /// <summary>How to reach it.</summary>
    public TransportOptions Transport { get; private set; } = new();

    /// <summary>Runs <c>rabbitmqctl</c> against the node; skips the test where that is not known.</summary>
    /// <returns>The standard output.</returns>
    public Task<string> ControlAsync(params string[] arguments) =>
        _own is not null ? _own.ControlAsync(arguments, CancellationToken.None) : GivenBroker.ControlAsync(arguments);

    /// <summary>Makes a virtual host, where the tests may do that.</summary>
    /// <returns>How to reach it, or what there was.</returns>
    public async Task<TransportOptions> AddVirtualHostAsync(string name)
    {
        if (_own is null)
            return await GivenBroker.AddVirtualHostAsync(name, Transport);
        await _own.AddVirtualHostAsync(name, CancellationToken.None);
        return Transport with { VirtualHost = name };
    }

    public async ValueTask InitializeAsync()
    {
        if (GivenBroker.IsThere)
        {
            Transport = await GivenBroker.TransportAsync();
            return;
        }

        var folder = TestFolder.Of("broker");
        if (LocalBroker.Find(folder) is { } leftBehind)
            await leftBehind.StopAsync(CancellationToken.None);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        _own = await LocalBroker.StartAsync(folder, CancellationToken.None);
        Transport = _own.Transport;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
            await _own.StopAsync(CancellationToken.None);
    }
}
