using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Hosting.Settings;
using Recoil.Media;

namespace Recoil.Critic;

/// <summary>Puts the critic into a process.</summary>
public static class CriticRegistration
{
    /// <summary>Adds what judges takes. The process brings artifacts and the bus.</summary>
    public static IServiceCollection AddCritic(this IServiceCollection services, CriticOptions options)
    {
        SettingsValidation.Check("Critic", options);
        services.TryAddSingleton(_ => new MediaTools());
        services.TryAddSingleton<Ffmpeg>();
        services.AddSingleton(options);
        services.AddSingleton<TakeCritic>();
        return services;
    }

    /// <summary>Adds the consumer of <c>CritiqueTake</c> on the endpoint <c>critic</c>.</summary>
    public static void AddCriticConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<CritiqueTakeConsumer, CritiqueTakeConsumerDefinition>();
}
