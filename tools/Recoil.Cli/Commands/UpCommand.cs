using System.CommandLine;
using Recoil.Cli.Services;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil up</c>.</summary>
internal sealed class UpCommand : Command, IHasExamples
{
    private const int MostWorkers = 64;

    private readonly Option<int?> _generators = TypedOption.Number("--generators", "How many generators run [default: as many as there are, at least 1].", 1, MostWorkers);
    private readonly Option<int?> _critics = TypedOption.Number("--critics", "How many critics run [default: as many as there are, at least 1].", 1, MostWorkers);
    private readonly Option<bool> _emulators = new("--emulators") { Description = "Start emulated providers, too, and buy takes there: no key, no money." };
    private readonly Option<string?> _data = TypedOption.Text("--data", "DIR", "Folder for store, takes, logs and the broker [default: .recoil].");

    public UpCommand(CommandEnvironment environment)
        : base("up", "Start the five services as processes of this machine, and a broker unless Transport__Host names one.")
    {
        Add(_generators);
        Add(_critics);
        Add(_emulators);
        Add(_data);
        SetAction((parsed, stop) => new ServicesUp(environment, new UpOptions
        {
            Data = parsed.GetValue(_data),
            Generators = parsed.GetValue(_generators),
            Critics = parsed.GetValue(_critics),
            Emulators = parsed.GetValue(_emulators),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil up                                          what does not run is started, the rest is kept
          recoil up --generators 4                           four generators from now on
          recoil up --emulators                              try Gemini, Kling and the others without a key
          Transport__Host=rabbit.lan recoil up               on a broker that is there already

        Other settings come from the environment too, such as Generator__RemoteConcurrency. recoil down stops everything again.
        """;
}
