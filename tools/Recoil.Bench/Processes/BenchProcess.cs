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

/// <summary>A process that is measured with: what it is, its environment says.</summary>
internal static class BenchProcess
{
    /// <summary>Which part it plays: <see cref="Answers"/> or <see cref="Plain"/>.</summary>
    public const string Part = "Bench__Part";

    /// <summary>Generator and critic that answer at once, through the same bus as the real ones.</summary>
    public const string Answers = "answers";

    /// <summary>A critic that answers at once.</summary>
    public const string Critic = "critic";

    /// <summary>A service as plain code.</summary>
    public const string Plain = "plain";

    /// <summary>For plain code: whose messages it takes, separated by commas.</summary>
    public const string Parties = "Bench__Parties";

    /// <summary>For plain code: the file with the scripts.</summary>
    public const string Scripts = "Bench__Scripts";

    public static Task<int> RunAsync(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build();
        return settings["Bench:Part"] switch
        {
            Answers => AnswerAsync(arguments, bus =>
            {
                bus.AddConsumer<InstantGenerator>().Endpoint(endpoint => endpoint.Name = "generator");
                bus.AddConsumer<InstantCritic>().Endpoint(endpoint => endpoint.Name = "critic");
            }),
            Critic => AnswerAsync(arguments, bus => bus.AddConsumer<InstantCritic>().Endpoint(endpoint => endpoint.Name = "critic")),
            Plain => RunPlainAsync(settings),
            _ => RefuseAsync(),
        };
    }

    private static Task<int> AnswerAsync(string[] arguments, Action<IBusRegistrationConfigurator> consume) =>
        RecoilService.RunAsync("bench", 5086, arguments, (_, _) => { }, consume);

    private static async Task<int> RunPlainAsync(IConfiguration settings)
    {
        using var signals = new StopRequest();
        await using var scripts = File.OpenRead(settings["Bench:Scripts"]!);
        var known = await JsonSerializer.DeserializeAsync<Dictionary<string, Script>>(scripts, cancellationToken: signals.Token)
            ?? throw new InvalidDataException("The scripts are empty.");
        await using var store = await PlainStores.OpenAsync(settings.Bind("Storage", new StorageOptions()), signals.Token);
        await using var worker = await LimitWorker.StartAsync(
            [.. settings["Bench:Parties"]!.Split(',').Select(Enum.Parse<Party>)], known, store, Amqp.Of(settings.Bind("Transport", new TransportOptions())), signals.Token);
        await signals.WaitAsync();
        return 0;
    }

    private static async Task<int> RefuseAsync()
    {
        await Console.Error.WriteLineAsync("Recoil.Bench is started by recoil bench --rabbitmq; it does nothing on its own.");
        return 2;
    }
}
