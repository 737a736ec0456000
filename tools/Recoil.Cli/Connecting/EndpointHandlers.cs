using MassTransit;

namespace Recoil.Cli.Connecting;

/// <summary>Endpoints that hand every message to a callback.</summary>
internal static class EndpointHandlers
{
    public static void On<T>(this IReceiveEndpointConfigurator endpoint, Action<T> handle) where T : class => endpoint.Handler<T>(context =>
    {
        handle(context.Message);
        return Task.CompletedTask;
    });
}
