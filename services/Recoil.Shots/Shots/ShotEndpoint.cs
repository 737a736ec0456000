using MassTransit;
using Recoil.SagaDocuments;
using Recoil.Storage;

namespace Recoil.Shots;

/// <summary>How the endpoint of a saga repeats what did not work.</summary>
internal static class SagaRetries
{
    /// <summary>A lost race is repeated at once, anything else a few times with a pause; then the message goes to the error queue. Where the store is away, the transport waits.</summary>
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

/// <summary>The endpoint <c>shots</c>.</summary>
internal sealed class ShotEndpoint : SagaDefinition<ShotState>
{
    public ShotEndpoint(ShotsOptions options)
    {
        EndpointName = "shots";
        ConcurrentMessageLimit = options.ConcurrentMessageLimit;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<ShotState> sagaConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseSagaRetries();
}
