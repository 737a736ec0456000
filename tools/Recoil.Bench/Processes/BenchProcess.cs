using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Bench.InProcess;
using Recoil.Bench.Limit;
using Recoil.Bench.Load;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;

namespace Recoil.Bench.Processes;

/// <summary>A process of a measurement. The environment variable <c>Bench__Role</c> selects its role.</summary>
internal static class BenchProcess
{
    /// <summary>The role: <see cref="InstantAnswers"/>, <see cref="Critic"/> or <see cref="Plain"/>.</summary>
    public const string Role = "Bench__Role";

    /// <summary>A generator and a critic that answer immediately, on the same bus as the real ones.</summary>
    public const string InstantAnswers = "instant-answers";

    /// <summary>A critic that answers immediately.</summary>
    public const string Critic = "critic";

    /// <summary>A limit worker.</summary>
    public const string Plain = "plain";

    /// <summary>For a limit worker: the recipients whose queues it consumes, separated by commas.</summary>
    public const string Recipients = "Bench__Recipients";

    /// <summary>For a limit worker: the path of the scripts file.</summary>
    public const string Scripts = "Bench__Scripts";

    public static Task<int> RunAsync(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build();
        return settings["Bench:Role"] switch
        {
            InstantAnswers => RunConsumersAsync(arguments, bus =>
            {
                bus.AddConsumer<InstantGenerator>().Endpoint(endpoint => endpoint.Name = "generator");
                bus.AddConsumer<InstantCritic>().Endpoint(endpoint => endpoint.Name = "critic");
            }),
            Critic => RunConsumersAsync(arguments, bus => bus.AddConsumer<InstantCritic>().Endpoint(endpoint => endpoint.Name = "critic")),
            Plain => RunPlainAsync(settings),
            _ => RejectAsync(),
        };
    }

    private static Task<int> RunConsumersAsync(string[] arguments, Action<IBusRegistrationConfigurator> consume) =>
        RecoilService.RunAsync("bench", 5086, arguments, (_, _) => { }, consume);

    private static async Task<int> RunPlainAsync(IConfiguration settings)
    {
        using var shutdown = new ShutdownSignal();
        await using var scripts = File.OpenRead(settings["Bench:Scripts"]!);
        var known = await JsonSerializer.DeserializeAsync<Dictionary<string, Script>>(scripts, cancellationToken: shutdown.Token)
            ?? throw new InvalidDataException("The scripts are empty.");
        await using var store = await PlainStores.OpenAsync(settings.Bind("Storage", new StorageOptions()), shutdown.Token);
        await using var worker = await LimitWorker.StartAsync(
            [.. settings["Bench:Recipients"]!.Split(',').Select(Enum.Parse<Recipient>)], known, store, Amqp.Of(settings.Bind("Transport", new TransportOptions())), shutdown.Token);
        await shutdown.WaitAsync();
        return 0;
    }

    private static async Task<int> RejectAsync()
    {
        await Console.Error.WriteLineAsync("Recoil.Bench has no role to play: Bench__Role is not set. Run recoil bench --rabbitmq, which starts it.");
        return 2;
    }
}
