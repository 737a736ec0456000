using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Recoil.Hosting.Health;
using Recoil.Hosting.Logging;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Failures;
using Recoil.Models;
using Recoil.Storage;
using Recoil.Storage.Budget;
using Serilog;

namespace Recoil.Hosting.Services;

/// <summary>One service as a process of its own: settings, store, bus, health, and a clean end.</summary>
public static class RecoilService
{
    private const int Failed = 1;
    private const int SettingsAreWrong = 2;

    /// <summary>Runs a service until SIGTERM or SIGINT.</summary>
    /// <param name="name">The service's name, such as <c>budget</c>.</param>
    /// <param name="port">The port for health on this machine, unless <c>ASPNETCORE_URLS</c> says otherwise.</param>
    /// <param name="args">
    /// Settings on the command line, such as <c>--Transport:Host=broker</c>; or <c>health</c> alone, which asks the service that runs here
    /// whether it is ready.
    /// </param>
    /// <param name="add">Adds what the service is made of.</param>
    /// <param name="consume">Adds its consumers to the bus.</param>
    /// <param name="map">Adds addresses beside those for health; null for none.</param>
    /// <returns>The process's exit code: 0, or 2 when a setting or the store cannot be used at the start, after one line that says so; 1 after any other
    /// exception, which is printed with its stack. For <c>health</c> 0 when it is ready, else 1.</returns>
    public static async Task<int> RunAsync(
        string name, int port, string[] args, Action<IServiceCollection, IConfiguration> add, Action<IBusRegistrationConfigurator> consume,
        Action<IEndpointRouteBuilder>? map = null)
    {
        if (args is [HealthProbe.Verb])
            return await HealthProbe.RunAsync(name, port);
        var started = false;
        try
        {
            await using var service = Build(name, port, args, add, consume, map);
            try
            {
                await service.StartAsync();
                started = true;
                await service.WaitForShutdownAsync();
            }
            catch (OperationCanceledException)
            {
                // A signal, or a hosted service that failed, stopped it during its start.
            }
            finally
            {
                await service.Services.ShutDownTelemetryAsync();
            }

            await ThrowIfFailedAsync(service.Services.GetServices<IHostedService>());
            return 0;
        }
        catch (Exception mistake) when (!started && mistake is InvalidSettingException or InvalidModelsFileException or StorageUnavailableException)
        {
            await Console.Error.WriteLineAsync($"recoil {name}: {mistake.Message}");
            return SettingsAreWrong;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"recoil {name} failed: {failure}");
            return Failed;
        }
    }

    /// <summary>A background service that fails stops the host, which then ends as after SIGTERM.</summary>
    private static async Task ThrowIfFailedAsync(IEnumerable<IHostedService> services)
    {
        foreach (var failed in services.OfType<BackgroundService>().Where(service => service.ExecuteTask is { IsFaulted: true }))
            await failed.ExecuteTask!;
    }

    private static WebApplication Build(
        string name, int port, string[] args, Action<IServiceCollection, IConfiguration> add, Action<IBusRegistrationConfigurator> consume,
        Action<IEndpointRouteBuilder>? map)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var settings = builder.Configuration;
        builder.Services
            .AddServiceLog(ServiceLogOptions.Read(settings), ServiceResource.Read(name, settings), (to, formatter) => to.Console(formatter))
            .AddRecoilTelemetry(name, settings);

        var shutdown = settings.Bind("Shutdown", new ShutdownOptions());
        var storage = settings.Bind("Storage", new StorageOptions());
        builder.Services
            .AddSingleton(storage)
            .AddSingleton<IModelProfiles>(settings["Models:File"] is { Length: > 0 } file ? ModelProfiles.Read(file) : ModelProfiles.BuiltIn)
            .AddStore(storage)
            .Configure<HostOptions>(host => host.ShutdownTimeout = shutdown.Timeout + TimeSpan.FromSeconds(5))
            .Configure<MassTransitHostOptions>(host =>
            {
                host.StopTimeout = shutdown.Timeout + TimeSpan.FromSeconds(2);
                host.ConsumerStopTimeout = shutdown.Timeout;
            });
        add(builder.Services, settings);
        builder.Services.AddRabbitMqBus(settings.Bind("Transport", new TransportOptions()), consume, isService: true).AddFailedMessageCollector();
        builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: ["ready"]);

        var service = builder.Build();

        // A file that cannot be opened is an error now, not at the first message.
        _ = service.Services.GetRequiredService<IBudgetLedger>();
        service.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportJson.WriteAsync });
        service.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = HealthReportJson.WriteAsync });
        map?.Invoke(service);
        return service;
    }
}
