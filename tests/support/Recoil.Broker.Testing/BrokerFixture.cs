using Recoil.Hosting.Transport;
using Recoil.Local.Broker;
using Xunit;

namespace Recoil.Broker.Testing;

/// <summary>
/// A RabbitMQ node for the tests of one assembly: started by them on a port of its own, and empty. Where
/// <c>RECOIL_TEST_RABBITMQ</c> names one as <c>amqp://user:password@host:port/vhost</c>, that one is used instead.
/// </summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private LocalBroker? _own;

    /// <summary>How to reach it.</summary>
    public TransportOptions Transport { get; private set; } = new();

    /// <summary>Whether the tests started the node.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The node that the tests started.</summary>
    /// <exception cref="InvalidOperationException">The tests use a broker that they must not stop.</exception>
    public LocalBroker Own => _own ?? throw new InvalidOperationException("This test stops and starts the broker, which may only be done to one of its own.");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("RECOIL_TEST_RABBITMQ") is { Length: > 0 } given)
        {
            Transport = TransportOptions.Parse(given);
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
