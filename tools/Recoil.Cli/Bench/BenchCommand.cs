using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Bench;
using Recoil.Cli.Commands;

namespace Recoil.Cli.Bench;

/// <summary><c>recoil bench</c>.</summary>
internal sealed class BenchCommand : Command, IHasExamples
{
    private static readonly string[] s_parts = [.. Enum.GetNames<BenchPart>().Select(part => part.ToLowerInvariant())];

    private readonly Option<bool> _rabbitMq = new("--rabbitmq") { Description = "Measure the services as processes of their own, on a RabbitMQ node of its own." };
    private readonly Option<string?> _part = new("--part")
    {
        Description = "With --rabbitmq: throughput beside plain code for the same shots, growth with shots in the store, or scale with generators [default: throughput].",
        HelpName = string.Join('|', s_parts),
    };

    private readonly Option<string?> _path = new("--path") { Description = "Only this path [default: both].", HelpName = "happy|worst" };
    private readonly Option<int?> _shots = TypedOption.Number(
        "--shots", "Shots of a round; for scale, of each generator [default: 5000; with --rabbitmq 2000, for growth 500, for scale 100].", 1, 1_000_000);

    private readonly Option<int?> _rounds = TypedOption.Number("--rounds", "With --rabbitmq: how often each is measured [default: 5, for scale 3].", 1, 1_000);
    private readonly Option<int?> _concurrency = TypedOption.Number("--concurrency", "Shots under way at once, but for scale [default: 200].", 1, 10_000);
    private readonly Option<int?> _stored = TypedOption.Number("--stored", "Growth: the most shots in the store; a tenth and a hundredth of it are measured, too [default: 100000].", 100, 10_000_000);
    private readonly Option<int?> _generators = TypedOption.Number("--generators", "Scale: the most generators; half as many and so on are measured, too [default: 8].", 1, 64);
    private readonly Option<string?> _mongoDb = TypedOption.Text("--mongodb", "URL", "Keep everything in MongoDB there, in databases that are dropped afterwards, and measure the limit with its driver [default: the embedded store].");
    private readonly Option<bool> _json = TypedOption.Json();

    public BenchCommand(CommandEnvironment environment)
        : base("bench", "Measure how fast this machine is: the bus in one process, or the services on RabbitMQ.")
    {
        _path.AcceptOnlyFromAmong([.. BenchPath.All.Select(path => path.Name)]);
        _part.AcceptOnlyFromAmong(s_parts);
        foreach (var option in new Option[] { _rabbitMq, _part, _path, _shots, _rounds, _concurrency, _stored, _generators, _mongoDb, _json })
            Add(option);
        Validators.Add(Check);
        SetAction((parsed, stop) =>
        {
            var outcome = new Outcome { Environment = environment, Json = parsed.GetValue(_json) };
            return parsed.GetValue(_rabbitMq)
                ? outcome.OfAsync(ended => new ServiceBench(environment, OptionsOf(parsed)).RunAsync(ended), stop)
                : outcome.OfAsync(
                    ended => new BusBench(environment, parsed.GetValue(_shots) ?? 5000, parsed.GetValue(_concurrency) ?? 200, PathsOf(parsed), parsed.GetValue(_json)).RunAsync(ended), stop);
        });
    }

    public string Examples => """
        Examples:
          recoil bench                                       the bus in one process, on the embedded store
          recoil bench --rabbitmq --path happy               separate services, beside plain RabbitMQ.Client and SQLite
          recoil bench --rabbitmq --mongodb URL              the same on MongoDB, beside plain RabbitMQ.Client and MongoDB.Driver
          recoil bench --rabbitmq --part growth              what a shot costs with 1,000 to 100,000 shots in the store
          recoil bench --rabbitmq --part scale --generators 4

        Whatever is started is stopped again, and its folder, in the one for temporary files, is removed. docs/speed.md tells what
        the figures mean. For Linux, as recoil up.
        """;

    private void Check(CommandResult result)
    {
        if (!result.GetValue(_rabbitMq))
        {
            foreach (var option in new Option[] { _part, _rounds, _stored, _generators, _mongoDb })
            {
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name}: only the services on RabbitMQ have it. Give --rabbitmq, too.");
            }

            return;
        }

        var part = PartOf(result.GetValue(_part));
        Only(_path, BenchPart.Throughput);
        Only(_stored, BenchPart.Growth);
        Only(_generators, BenchPart.Scale);

        void Only(Option option, BenchPart its)
        {
            if (part != its && result.GetResult(option) is { Implicit: false })
                result.AddError($"{option.Name}: only for --part {its.ToString().ToLowerInvariant()}. Leave it out.");
        }
    }

    private ServiceBenchPlan OptionsOf(ParseResult parsed)
    {
        var part = PartOf(parsed.GetValue(_part));
        return new ServiceBenchPlan
        {
            Part = part,
            Json = parsed.GetValue(_json),
            Shots = parsed.GetValue(_shots) ?? part switch { BenchPart.Throughput => 2000, BenchPart.Growth => 500, _ => 100 },
            Rounds = parsed.GetValue(_rounds) ?? (part == BenchPart.Scale ? 3 : 5),
            Concurrency = parsed.GetValue(_concurrency) ?? 200,
            Paths = PathsOf(parsed),
            Stored = parsed.GetValue(_stored) ?? 100_000,
            Generators = parsed.GetValue(_generators) ?? 8,
            MongoDb = parsed.GetValue(_mongoDb),
        };
    }

    private IReadOnlyList<BenchPath> PathsOf(ParseResult parsed) =>
        parsed.GetValue(_path) is { } only ? [.. BenchPath.All.Where(path => path.Name == only)] : BenchPath.All;

    private static BenchPart PartOf(string? name) => name is null ? BenchPart.Throughput : Enum.Parse<BenchPart>(name, ignoreCase: true);
}
