using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recoil.Plans;

namespace Recoil.Cli.Importing;

/// <summary>A plan that is made of a shot list.</summary>
internal sealed partial class ImportedPlan
{
    private static readonly string[] s_texts = ["shot_type", "aspect_ratio", "scene_ref_path", "start_frame", "end_frame", "wardrobe_phase_id", "wardrobe_description", "model", "video_prompt", "video_model"];
    private static readonly string[] s_lists = ["identity_refs", "expression_refs"];

    private readonly ShotColumns _columns;
    private readonly PromptTemplate _template;
    private readonly ImportProblems _problems;
    private readonly Dictionary<string, int> _scenes = new(StringComparer.Ordinal);
    private readonly List<(ShotRow Row, string ShotId)> _shots = [];

    private ImportedPlan(ShotColumns columns, PromptTemplate template, ImportProblems problems)
    {
        _columns = columns;
        _template = template;
        _problems = problems;
    }

    /// <summary>The plan.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>What a person should know of how the list was read, one line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Makes the plan; what cannot be understood is a problem.</summary>
    public static ImportedPlan Of(ShotList list, ShotColumns columns, PromptTemplate template, ImportOptions options, ImportProblems problems)
    {
        var plan = new ImportedPlan(columns, template, problems) { Json = options.Head() };
        plan.NumberScenes(list);
        var shots = new JsonArray();
        foreach (var row in list.Rows)
            shots.Add(plan.Shot(row, options));
        plan.Json["shots"] = shots;
        plan.NoteColumns();
        return plan;
    }

    /// <summary>Tells a mistake of the plan by the line and the column that it comes from.</summary>
    public void Report(PlanMistake mistake)
    {
        var message = ShotPlace().Replace(mistake.Message, match => $"line {RowOf(match).Row.Line}");
        if (mistake.Place is { } place && ShotPlace().Match(place) is { Success: true } shot)
        {
            var field = shot.Groups["field"].Value;
            var column = field == "prompt" ? $"prompt from {_template.Text}" : _columns.NameOf(field);
            if (column is null && field == "shot_id" && mistake.Message.StartsWith("missing", StringComparison.Ordinal))
                _problems.Add("no column holds the shots' ids. Name one \"shot\", or give --map shot_id=COLUMN.");
            else
                _problems.Add(RowOf(shot).Row.Line, column ?? field, message);
        }
        else
        {
            _problems.AddOption(OptionOf(mistake.Place), message);
        }
    }

    /// <summary>The ids and prompts of the first shots.</summary>
    public IEnumerable<(string ShotId, string Prompt)> Prompts(int most) => _shots.Take(most).Select(shot => (shot.ShotId, _template.Fill(shot.Row)));

    private (ShotRow Row, string ShotId) RowOf(Match place) => _shots[int.Parse(place.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)];

    private JsonObject Shot(ShotRow row, ImportOptions options)
    {
        var id = ShotId(row);
        _shots.Add((row, id ?? ""));
        var shot = new JsonObject();
        if (id is not null)
            shot["shot_id"] = id;
        shot["prompt"] = _template.Fill(row);
        if (_columns.Of(row, "pipeline") is { } pipeline)
            shot["pipeline"] = Cells.Pipeline(pipeline);
        else if (options.Pipeline is { } given)
            shot["pipeline"] = given;
        if (_columns.Of(row, "scene_index") is { } scene)
            shot["scene_index"] = _scenes[scene];
        Put(shot, row, "duration", Cells.Seconds, "is no length in seconds. Write 3, 2.5 s or 0:05.");
        Put(shot, row, "shot_cap", Cells.Dollars, "is no amount of money. Write US dollars, such as 1.50.");
        Put(shot, row, "locked_off", Cells.Flag, "is neither yes nor no. Write yes or no.");
        foreach (var field in s_texts)
        {
            if (_columns.Of(row, field) is { } text)
                shot[field] = text;
        }

        foreach (var field in s_lists)
        {
            if (_columns.Of(row, field) is { } names)
                shot[field] = new JsonArray([.. Cells.Names(names).Select(name => (JsonNode)name)]);
        }

        if (MadeOf(row) is { Count: > 0 } made)
            shot["prompt_data"] = made;
        return shot;
    }

    private void Put<T>(JsonObject shot, ShotRow row, string field, Func<string, T?> read, string mistake)
        where T : struct
    {
        if (_columns.Of(row, field) is not { } cell)
            return;
        if (read(cell) is { } value)
            shot[field] = JsonValue.Create(value);
        else
            _problems.Add(row.Line, _columns.NameOf(field)!, $"{Shown.Text(cell)} {mistake}");
    }

    /// <summary>The cells that the prompt was made of.</summary>
    private JsonObject MadeOf(ShotRow row)
    {
        var made = new JsonObject();
        foreach (var column in _template.Columns.Order().Where(column => row.Cells[column].Length > 0))
            made[_columns.NameOf(column)] = row.Cells[column];
        return made;
    }

    /// <summary>Blanks and slashes cannot stand in a file's name; what becomes of them is told.</summary>
    private string? ShotId(ShotRow row)
    {
        if (_columns.Of(row, "shot_id") is not { } written)
            return null;

        var id = Unsafe().Replace(written, "_").Trim('_');
        if (id != written && id.Length > 0)
            Notes.Add($"line {row.Line}: the shot {Shown.Text(written)} is {id} in the plan.");
        return id.Length > 0 ? id : written;
    }

    /// <summary>Scenes that are whole numbers stay; others are numbered as they come.</summary>
    private void NumberScenes(ShotList list)
    {
        var names = list.Rows.Select(row => _columns.Of(row, "scene_index")).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var areNumbers = names.All(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        foreach (var (at, name) in names.Index())
        {
            _scenes[name] = areNumbers ? int.Parse(name, CultureInfo.InvariantCulture) : at + 1;
            if (!areNumbers)
                Notes.Add($"the scene {Shown.Text(name)} is scene {at + 1} in the plan.");
        }
    }

    private void NoteColumns()
    {
        Notes.Add($"prompts are made of {_template.Text}");
        var unused = _columns.Unused(_template).ToArray();
        if (unused.Length > 0)
            Notes.Add($"not used: {string.Join(", ", unused.Select(name => Shown.OneLine(name)))}. Name a column in --template, or give --map FIELD=COLUMN.");
    }

    private static string OptionOf(string? place) => place switch
    {
        "$.project" => "--project",
        "$.run_id" => "--run",
        "$.episode_id" => "--episode",
        "$.budget.episode_cap" => "--budget",
        "$.budget.shot_cap" => "--shot-budget",
        "$.model" => "--model",
        "$.video_model" => "--video-model",
        "$.style_anchor" => "--style-anchor",
        null => "the plan",
        _ => place,
    };

    [GeneratedRegex(@"\$\.shots\[(?<at>\d+)\](\.(?<field>[a-z_]+)(\[\d+\])?)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShotPlace();

    [GeneratedRegex(@"[\s/\\#:]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unsafe();
}
