using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Cli.Importing;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil import LIST</c>.</summary>
internal sealed class ImportCommand : Command, IHasExamples
{
    private readonly Argument<string> _list = new("LIST") { Description = "The shot list: CSV or TSV as a spreadsheet program saves it, with a heading." };
    private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "The project that the run belongs to.");
    private readonly Option<decimal?> _budget = TypedOption.Dollars("--budget", "What the run may spend.");
    private readonly Option<decimal?> _shotBudget = TypedOption.Dollars("--shot-budget", "What a shot may cost; the whole budget when absent.");
    private readonly Option<string?> _out = TypedOption.Text("--out", "FILE", "The plan to write; LIST with .json when absent. Pictures are named from its folder.");
    private readonly Option<string?> _run = TypedOption.Text("--run", "ID", "The run's id; follows from the plan's content when absent.");
    private readonly Option<string?> _episode = TypedOption.Text("--episode", "ID", "The episode, whose shots may serve each other as references.");
    private readonly Option<string?> _model = TypedOption.Text("--model", "ID", "Model for keyframes that name none.");
    private readonly Option<string?> _videoModel = TypedOption.Text("--video-model", "ID", "Model for clips that name none.");
    private readonly Option<string?> _styleAnchor = TypedOption.Text("--style-anchor", "FILE", "Picture of the style, named from the plan's folder.");
    private readonly Option<string?> _pipeline = TypedOption.Text("--pipeline", "keyframe|video|both", "What a shot is where no column says it.");
    private readonly Option<string?> _template = TypedOption.Text(
        "--template", "TEXT", "How a prompt is made: {Column} is a cell, [...] is left out where its cells are empty. Shown when absent.");

    private readonly Option<IReadOnlyList<KeyValuePair<string, string>>> _map = new("--map")
    {
        Description = "The column of a field, such as shot_id=Setup; may be given several times. FIELD= takes a field away.",
        HelpName = "FIELD=COLUMN",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Mapped,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _models = TypedOption.Text("--models", "FILE", "Models file with providers and prices, instead of the built-in one.");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write nothing: show the first prompts and what the plan may cost." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace a plan that is there." };

    public ImportCommand(CommandEnvironment environment)
        : base("import", "Make a plan of a shot list in CSV or TSV.")
    {
        this.Require(_list, "Name a shot list, such as examples/shots.csv.");
        foreach (var option in new Option[]
        {
            _project, _budget, _shotBudget, _out, _run, _episode, _model, _videoModel, _styleAnchor, _pipeline, _template, _map, _models, _dryRun, _force,
        })
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_project) is null)
                result.AddError("--project: missing. Name the project that the run belongs to.");
            if (result.GetResult(_budget) is null)
                result.AddError("--budget: missing. Say how many US dollars the run may spend.");
        });
        SetAction((parsed, stop) => new ImportSession(environment, new ImportOptions
        {
            List = parsed.GetRequiredValue(_list),
            Out = parsed.GetValue(_out),
            Project = parsed.GetValue(_project)!,
            Run = parsed.GetValue(_run),
            Episode = parsed.GetValue(_episode),
            Budget = parsed.GetValue(_budget)!.Value,
            ShotBudget = parsed.GetValue(_shotBudget),
            Model = parsed.GetValue(_model),
            VideoModel = parsed.GetValue(_videoModel),
            StyleAnchor = parsed.GetValue(_styleAnchor),
            Pipeline = parsed.GetValue(_pipeline),
            Template = parsed.GetValue(_template),
            Map = parsed.GetValue(_map) ?? [],
            Models = parsed.GetValue(_models),
            DryRun = parsed.GetValue(_dryRun),
            Force = parsed.GetValue(_force),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil import examples/shots.csv --project first_light --budget 5 --model animatic-keyframe --dry-run
          recoil import shots.tsv --project pier --budget 40 --model animatic-keyframe --out plans/pier.json
          recoil import shots.csv --project pier --budget 40 --model animatic-keyframe \
              --map shot_id=Setup --template "{Size}. {Action}[ Light: {Light}.]"

        Columns are found by their headings, whatever their case: shot, scene, prompt or description, size, angle, movement,
        duration, ratio, references, and every field of a plan's shot. All problems are told at once, and then nothing is written.
        """;

    private static IReadOnlyList<KeyValuePair<string, string>> Mapped(ArgumentResult result)
    {
        var mapped = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            if (token.Value.Split('=', 2) is [{ Length: > 0 } field, var column])
                mapped.Add(new(field.Trim(), column.Trim()));
            else
                result.AddError($"--map: {Shown.Text(token.Value)} is no mapping. Write FIELD=COLUMN, such as shot_id=Setup.");
        }

        return mapped;
    }
}
