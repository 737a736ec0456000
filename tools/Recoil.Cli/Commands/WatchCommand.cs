using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Cli.Watching;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil watch</c>.</summary>
internal sealed class WatchCommand : Command, IHasExamples
{
    private static readonly string[] s_statuses = [.. Enum.GetValues<ShotStatus>().Select(SnakeCase.Of)];

    private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "Only shots of this project.");
    private readonly Option<ShotStatus[]> _statuses = new("--status")
    {
        Description = "Only shots that end so; may be given more than once.",
        HelpName = "STATUS",
        CustomParser = Statuses,
    };

    private readonly Option<bool> _json = TypedOption.Json("Print each event as one line of JSON.");
    private readonly Option<string?> _data = TypedOption.Data();

    public WatchCommand(CommandEnvironment environment)
        : base("watch", "Show how shots end, as they do, until Ctrl+C.")
    {
        Add(_project);
        Add(_statuses);
        Add(_json);
        Add(_data);
        SetAction((parsed, stop) => new WatchSession(environment, new WatchOptions
        {
            Project = parsed.GetValue(_project),
            Statuses = parsed.GetValue(_statuses) ?? [],
            Json = parsed.GetValue(_json),
            Data = parsed.GetValue(_data),
        }).RunAsync(stop));
    }

    public string Examples => $"""
        Examples:
          recoil watch                                       everything
          recoil watch --project pilot --status needs_review --status icu_escalated
          recoil watch --json | jq .shot_id

        Statuses: {string.Join(", ", s_statuses)}.
        """;

    private static ShotStatus[] Statuses(ArgumentResult result)
    {
        var statuses = new List<ShotStatus>();
        foreach (var typed in result.Tokens.Select(token => token.Value))
        {
            if (SnakeCase.Parse<ShotStatus>(typed) is { } status)
            {
                statuses.Add(status);
                continue;
            }

            var near = Spelling.Nearest(typed, s_statuses);
            result.AddError($"--status: {Shown.Text(typed)} is no status. {(near is null ? $"Use {string.Join(", ", s_statuses)}." : $"Did you mean {near}?")}");
        }

        return [.. statuses];
    }
}
