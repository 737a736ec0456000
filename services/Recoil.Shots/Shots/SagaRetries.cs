using MassTransit;
using Recoil.SagaDocuments;
using Recoil.Storage;

namespace Recoil.Shots;

/// <summary>The retries of a saga's endpoint.</summary>
internal static class SagaRetries
{
    /// <summary>
    /// A concurrency conflict is retried at once, anything else three times with a pause; then the message goes to the error queue.
    /// During an outage of the store the transport waits instead.
    /// </summary>
    public static void UseSagaRetries(this IReceiveEndpointConfigurator endpoint)
    {
        endpoint.UseMessageRetry(r =>
        {
            r.Ignore<SagaConcurrencyException>();
            r.Ignore<StorageUnavailableException>();
            r.Exponential(3, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100));
        });
        endpoint.UseMessageRetry(r =>
        {
            r.Handle<SagaConcurrencyException>();
            r.Exponential(50, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(2));
        });
    }
}
