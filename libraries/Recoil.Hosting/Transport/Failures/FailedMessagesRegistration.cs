using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>Registers what becomes of messages that cannot be handled.</summary>
public static class FailedMessagesRegistration
{
    /// <summary>Moves what this process's endpoints cannot handle into the store.</summary>
    internal static IServiceCollection AddFailedMessageCollector(this IServiceCollection services) => services.AddHostedService<FailedMessageCollector>();

    /// <summary>Sends failed messages back to where they failed.</summary>
    public static IServiceCollection AddFailedMessageSender(this IServiceCollection services)
    {
        services.TryAddSingleton<IFailedMessageSender, FailedMessageSender>();
        return services;
    }
}
