using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Bench;
using Recoil.Cli.Commands;

namespace Recoil.Cli.Bench;

/// <summary><c>recoil bench</c>.</summary>
internal sealed class BenchCommand : Command, IHasExamples
{
    private static readonly string[] s_parts = [.. Enum.GetNames<BenchPart>().Select(part => part.ToLowerInvariant())];

    private readonly Option<bool> _rabbitMq = new("--rabbitmq") { Description = "Measure the services as separate processes on a new RabbitMQ node." };
    private readonly Option<string?> _part = new("--part")
    {
        Description = "With --rabbitmq: throughput compared with plain code, growth of the store, runs of several sizes, or scale with generators [default: throughput].",
        HelpName = string.Join('|', s_parts),
    };

    private readonly Option<string?> _path = new("--path") { Description = "Measure only this path [default: both].", HelpName = "happy|worst" };
    private readonly Option<int?> _shots = TypedOption.Number(
        "--shots", "Shots per round; for scale, per generator; ignored for runs [default: 5000; with --rabbitmq 2000, growth 500, scale 100].", 1, 1_000_000);

    private readonly Option<int?> _rounds = TypedOption.Number("--rounds", "With --rabbitmq: rounds per measurement [default: 5, runs and scale 3].", 1, 1_000);
    private readonly Option<int?> _concurrency = TypedOption.Number("--concurrency", "Shots in progress at once; ignored for runs and scale [default: 200].", 1, 10_000);
    private readonly Option<int?> _stored = TypedOption.Number("--stored", "Growth: shots in the largest store; a tenth and a hundredth are measured, too [default: 100000].", 100, 10_000_000);
    private readonly Option<int?> _runShots = TypedOption.Number(
        "--run-shots", "Runs: shots in the largest run; a fifth, a fiftieth and a five hundredth are measured, too [default: 50000].", 500, 100_000);

    private readonly Option<int?> _generators = TypedOption.Number("--generators", "Scale: largest number of generators; halves of it are measured, too [default: 8].", 1, 64);
    private readonly Option<string?> _mongoDb = TypedOption.Text("--mongodb", "URL", "Store all state on this MongoDB server, in databases that are dropped afterwards [default: the embedded store].");
    private readonly Option<bool> _critic = new("--critic") { Description = "Measure how many takes the critic judges, compared with plain decoding of their files." };
    private readonly Option<string?> _cases = TypedOption.Text("--cases", "FOLDER", "With --critic: judge the labelled takes of this folder's cases.jsonl, and tell how often the critic is right.");
    private readonly Option<bool> _json = TypedOption.Json();

    public BenchCommand(CommandEnvironment environment)
        : base("bench", "Measure throughput on this machine: the bus in one process, the services on RabbitMQ, or the critic.")
    {
        _path.AcceptOnlyFromAmong([.. BenchPath.All.Select(path => path.Name)]);
        _part.AcceptOnlyFromAmong(s_parts);
        foreach (var option in new Option[] { _rabbitMq, _part, _path, _shots, _rounds, _concurrency, _stored, _runShots, _generators, _mongoDb, _critic, _cases, _json })
            Add(option);
        Validators.Add(Check);
        SetAction((parsed, stop) =>
        {
            var runner = new CommandRunner { Environment = environment, Json = parsed.GetValue(_json) };
            if (parsed.GetValue(_critic))
                return runner.RunAsync(ended => new CriticBench(environment, parsed.GetValue(_cases), parsed.GetValue(_shots) ?? 200, parsed.GetValue(_json)).RunAsync(ended), stop);
            return parsed.GetValue(_rabbitMq)
                ? runner.RunAsync(ended => new ServiceBench(environment, OptionsOf(parsed)).RunAsync(ended), stop)
                : runner.RunAsync(
                    ended => new BusBench(environment, parsed.GetValue(_shots) ?? 5000, parsed.GetValue(_concurrency) ?? 200, PathsOf(parsed), parsed.GetValue(_json)).RunAsync(ended), stop);
        });
    }

    public string Examples => """
        Examples:
          recoil bench                                       the bus in one process, on the embedded store
          recoil bench --rabbitmq --path happy               the services, compared with plain RabbitMQ.Client and SQLite
          recoil bench --rabbitmq --mongodb URL              the same on MongoDB, compared with MongoDB.Driver
          recoil bench --rabbitmq --part growth              cost of a shot with 1,000 to 100,000 stored shots
          recoil bench --rabbitmq --part runs                cost of a shot in runs of 100 to 50,000 shots
          recoil bench --rabbitmq --part scale --generators 4
          recoil bench --critic                              takes that the critic judges, compared with decoding
          recoil bench --critic --cases FOLDER               how often it is right on labelled takes

        All processes are stopped at the end, and the temporary folder is deleted. docs/performance.md explains the figures.
        --rabbitmq needs Linux, as recoil up does.
        """;

    private void Check(CommandResult result)
    {
        if (result.GetValue(_critic) && result.GetValue(_rabbitMq))
            result.AddError("--critic: only valid without --rabbitmq. Leave one of them out.");
        if (!result.GetValue(_critic) && result.GetResult(_cases) is { Implicit: false })
            result.AddError("--cases: only valid with --critic. Give --critic, too.");
        if (!result.GetValue(_rabbitMq))
        {
            foreach (var option in new Option[] { _part, _rounds, _stored, _runShots, _generators, _mongoDb })
            {
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name}: only valid with --rabbitmq. Give --rabbitmq, too.");
            }

            return;
        }

        var part = PartOf(result.GetValue(_part));
        Only(_path, BenchPart.Throughput);
        Only(_stored, BenchPart.Growth);
        Only(_runShots, BenchPart.Runs);
        Only(_generators, BenchPart.Scale);

        void Only(Option option, BenchPart its)
        {
            if (part != its && result.GetResult(option) is { Implicit: false })
                result.AddError($"{option.Name}: only valid with --part {its.ToString().ToLowerInvariant()}. Leave it out.");
        }
    }

    private ServiceBenchPlan OptionsOf(ParseResult parsed)
    {
        var part = PartOf(parsed.GetValue(_part));
        return new ServiceBenchPlan
        {
            Part = part,
            Json = parsed.GetValue(_json),
            Shots = parsed.GetValue(_shots) ?? part switch { BenchPart.Throughput => 2000, BenchPart.Growth => 500, BenchPart.Runs => 1000, _ => 100 },
            Rounds = parsed.GetValue(_rounds) ?? (part is BenchPart.Scale or BenchPart.Runs ? 3 : 5),
            Concurrency = parsed.GetValue(_concurrency) ?? 200,
            Paths = PathsOf(parsed),
            Stored = parsed.GetValue(_stored) ?? 100_000,
            RunShots = parsed.GetValue(_runShots) ?? 50_000,
            Generators = parsed.GetValue(_generators) ?? 8,
            MongoDb = parsed.GetValue(_mongoDb),
        };
    }

    private IReadOnlyList<BenchPath> PathsOf(ParseResult parsed) =>
        parsed.GetValue(_path) is { } only ? [.. BenchPath.All.Where(path => path.Name == only)] : BenchPath.All;

    private static BenchPart PartOf(string? name) => name is null ? BenchPart.Throughput : Enum.Parse<BenchPart>(name, ignoreCase: true);
}
