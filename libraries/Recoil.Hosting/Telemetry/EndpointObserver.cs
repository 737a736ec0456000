using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;

namespace Recoil.Hosting.Telemetry;

/// <summary>Measures how long messages waited for their endpoint, and says in their span what they are about.</summary>
internal sealed class EndpointObserver(BusMetrics metrics, TimeProvider time) : IConsumeObserver
{
    // Endpoints that come and go, such as a client's for its answers, have names of their own each time.
    private const string Other = "other";

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public void Add(string endpoint) => _names[endpoint] = endpoint;

    public Task PreConsume<T>(ConsumeContext<T> context) where T : class
    {
        // A message that is tried again here waits no more.
        if (context.SentTime is { } sent && context.GetRetryAttempt() == 0)
            metrics.Consumed(EndpointOf(context.ReceiveContext.InputAddress), time.GetUtcNow().UtcDateTime - sent.ToUniversalTime());
        if (Activity.Current is { } activity)
            ShotTags.Set(activity, ShotTags.Of(context.Message));
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    private string EndpointOf(Uri address) => _names.GetValueOrDefault(address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..], Other);
}
