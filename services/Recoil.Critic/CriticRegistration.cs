using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Critic.Judging;
using Recoil.Hosting.Retention;
using Recoil.Hosting.Settings;
using Recoil.Media;
using Recoil.Providers;
using Recoil.Providers.Accounts;
using Recoil.Storage.Judging;

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

    /// <summary>Adds the judges that shots may name. The process brings <c>IJudgements</c> and <c>IModelProfiles</c> beside what <see cref="AddCritic"/> needs.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="options">How takes are judged.</param>
    /// <param name="accounts">The accounts; those whose type judges are used.</param>
    public static IServiceCollection AddJudges(this IServiceCollection services, CriticOptions options, ProviderAccounts accounts)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddVisionModels(accounts, options.Judging.AnswerTimeout);
        services.AddSingleton<Judge>();
        services.AddSingleton<JudgePanel>();
        return services;
    }

    /// <summary>Adds the hourly removal of judges' old answers.</summary>
    public static IServiceCollection AddCriticRetention(this IServiceCollection services, RetentionOptions options) =>
        services.AddRetention<IJudgements>("judgements", options.Judgements, static (judgements, before, limit, end) => judgements.RemoveAsync(before, limit, end));

    /// <summary>Adds the consumer of <c>CritiqueTake</c> on the endpoint <c>critic</c>.</summary>
    public static void AddCriticConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<CritiqueTakeConsumer, CritiqueTakeConsumerDefinition>();
}
