using System.CommandLine;
using System.Globalization;
using Recoil.Chaos;
using Recoil.Cli.Commands;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;

namespace Recoil.Cli.Chaos;

/// <summary><c>recoil chaos</c>.</summary>
internal sealed class ChaosCommand : Command
{
    private readonly Option<int> _shots = Number("--shots", "Shots to run.", 300, least: 1, most: 5_000);
    private readonly Option<int> _kills = Number("--kills", "Number of service kills.", 35, least: 0, most: 1_000);
    private readonly Option<int> _seconds = Number("--seconds", "Seconds over which the faults are spread.", 100, least: 5, most: 3_600);
    private readonly Option<int> _seed = Number("--seed", "Seed of the shots and faults [default: a random one].", defaultValue: null, least: 0, most: int.MaxValue);
    private readonly Option<string?> _data = new("--data") { Description = "A new folder for store, takes and logs [default: a temporary folder].", HelpName = "DIR" };

    private readonly Option<bool> _emulators = new("--emulators") { Description = "Buy takes at emulated providers that cut, refuse and throttle submits by chance." };
    private readonly Option<string?> _rabbitMq = new("--rabbitmq") { Description = "Use this broker, or cluster of nodes separated by commas, as amqp://user:password@host:port,host:port/vhost; nothing may have used the virtual host [default: a broker of its own].", HelpName = "URL" };
    private readonly Option<string?> _killNode = new("--rabbitmq-kill") { Description = "A shell command that kills node $1, counted from 1, immediately; with --rabbitmq-start, nodes are killed one at a time.", HelpName = "COMMAND" };
    private readonly Option<string?> _startNode = new("--rabbitmq-start") { Description = "A shell command that starts node $1 with its data and ends when it answers.", HelpName = "COMMAND" };
    private readonly Option<int> _nodeKills = Number("--rabbitmq-kills", "Number of kills of broker nodes.", 6, least: 0, most: 1_000);

    private readonly Option<string?> _mongoDb = new("--mongodb") { Description = "Use a new database on this MongoDB server as the services' store. It is dropped when all guarantees hold [default: the embedded store].", HelpName = "URL" };
    private readonly Option<string?> _kill = new("--mongodb-kill") { Description = "A shell command that kills that server immediately; with --mongodb-start, the server is killed twice during the run.", HelpName = "COMMAND" };
    private readonly Option<string?> _start = new("--mongodb-start") { Description = "A shell command that starts that server with its data.", HelpName = "COMMAND" };
    private readonly Option<int> _downtime = Number("--mongodb-downtime", "Seconds between killing and starting that server.", 5, least: 0, most: 3_600);

    public ChaosCommand(CommandEnvironment environment)
        : base("chaos", "Run shots through the real services while killing them, then check the guarantees.")
    {
        foreach (var option in new Option[] { _shots, _kills, _seconds, _seed, _data, _emulators, _rabbitMq, _killNode, _startNode, _nodeKills, _mongoDb, _kill, _start, _downtime })
            Add(option);
        SetAction((parsed, stop) => RunAsync(parsed, environment, stop));
    }

    private async Task<int> RunAsync(ParseResult parsed, CommandEnvironment environment, CancellationToken stop)
    {
        var folder = parsed.GetValue(_data) is { } given
            ? Path.GetFullPath(given, environment.CurrentFolder)
            : Path.Combine(Path.GetTempPath(), $"recoil-chaos-{Guid.NewGuid():N}");
        if (Directory.Exists(folder))
        {
            await environment.Error.WriteLineAsync($"--data: {folder} exists. Name a new folder: the check would mix its contents with this run's.");
            return ExitCode.Usage;
        }

        if ((parsed.GetValue(_kill) is null) != (parsed.GetValue(_start) is null) || (parsed.GetValue(_kill) is not null && parsed.GetValue(_mongoDb) is null))
        {
            await environment.Error.WriteLineAsync("--mongodb-kill: needs --mongodb and --mongodb-start. Give all three together.");
            return ExitCode.Usage;
        }

        if ((parsed.GetValue(_killNode) is null) != (parsed.GetValue(_startNode) is null) || (parsed.GetValue(_killNode) is not null && parsed.GetValue(_rabbitMq) is null))
        {
            await environment.Error.WriteLineAsync("--rabbitmq-kill: needs --rabbitmq and --rabbitmq-start. Give all three together.");
            return ExitCode.Usage;
        }

        TransportOptions? broker;
        try
        {
            broker = parsed.GetValue(_rabbitMq) is { } address ? TransportOptions.Parse(address) : null;
            broker?.Validate();
        }
        catch (InvalidSettingException wrong)
        {
            await environment.Error.WriteLineAsync($"--rabbitmq: {wrong.Message}");
            return ExitCode.Usage;
        }

        TrialDatabase? trial;
        try
        {
            trial = parsed.GetValue(_mongoDb) is { } server ? TrialDatabase.At(server, "chaos") : null;
        }
        catch (InvalidSettingException wrong)
        {
            await environment.Error.WriteLineAsync($"--mongodb: {wrong.Message}");
            return ExitCode.Usage;
        }

        var begun = environment.Time.GetTimestamp();
        var run = new ChaosRun(
            new ChaosOptions
            {
                DataFolder = folder,
                Shots = parsed.GetRequiredValue(_shots),
                Kills = parsed.GetRequiredValue(_kills),
                Duration = TimeSpan.FromSeconds(parsed.GetRequiredValue(_seconds)),
                Seed = parsed.GetRequiredValue(_seed),
                Emulators = parsed.GetValue(_emulators),
                Broker = broker is null ? null : new BrokerUnderTest
                {
                    Transport = broker,
                    Faults = parsed.GetValue(_killNode) is { } killNode
                        ? new NodeFaults { KillCommand = killNode, StartCommand = parsed.GetRequiredValue(_startNode)!, Kills = parsed.GetRequiredValue(_nodeKills) }
                        : null,
                },
                Store = trial?.Store,
                Database = parsed.GetValue(_kill) is { } kill
                    ? new DatabaseFaults
                    {
                        KillCommand = kill,
                        StartCommand = parsed.GetRequiredValue(_start)!,
                        Downtime = TimeSpan.FromSeconds(parsed.GetRequiredValue(_downtime)),
                    }
                    : null,
            },
            line => environment.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{environment.Time.GetElapsedTime(begun).TotalSeconds,6:0.0} s  {line}")));
        try
        {
            var report = await run.RunAsync(stop);
            await environment.Out.WriteLineAsync(report.ToString());
            await environment.Error.WriteLineAsync(trial is null ? $"Store, takes and logs: {folder}" : $"Takes and logs: {folder}");
            if (trial is not null && report.Findings.Count == 0)
                await trial.DropAsync(stop);
            else if (trial is not null)
                await environment.Error.WriteLineAsync($"Store: {trial.Store}");
            return report.Findings.Count == 0 ? ExitCode.Ok : ExitCode.InternalError;
        }
        catch (CannotStartLocallyException cannot)
        {
            await environment.Error.WriteLineAsync(cannot.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
    }

    private static Option<int> Number(string name, string description, int? defaultValue, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue ?? Random.Shared.Next(1_000_000),
        CustomParser = result =>
        {
            var typed = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError($"{name}: {Plans.Shown.Text(typed)} is out of range. Give a whole number from {least} to {most}.");
            return least;
        },
    };
}
