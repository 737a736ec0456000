using System.CommandLine;
using Recoil.Cli.Services;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil down</c>.</summary>
internal sealed class DownCommand : Command, IHasExamples
{
    private readonly Option<string?> _data = TypedOption.Data();

    public DownCommand(CommandEnvironment environment)
        : base("down", "Stop the services that up started, and the broker if up started it. What they stored stays.")
    {
        Add(_data);
        SetAction((parsed, stop) => new ServicesDown(environment, parsed.GetValue(_data)).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil down                                        runs under way resume with the next recoil up
          recoil down --data /srv/recoil
        """;
}
