using Recoil.Plans;

namespace Recoil.Cli.Importing;

/// <summary>Which column of a shot list holds which field of a shot.</summary>
internal sealed class ShotColumns
{
    /// <summary>The fields that a column can hold, each with the headings that are understood beside its own name.</summary>
    private static readonly (string Field, string[] Headings)[] s_fields =
    [
        ("shot_id", ["shot", "shot no", "shot number", "id", "code"]),
        ("scene_index", ["scene", "scene no", "scene number", "scene id"]),
        ("prompt", []),
        ("pipeline", ["kind", "media"]),
        ("shot_type", ["shot size", "size", "framing"]),
        ("duration", ["length", "seconds", "secs", "dur"]),
        ("aspect_ratio", ["aspect", "ratio", "format"]),
        ("identity_refs", ["references", "refs", "character refs"]),
        ("expression_refs", []),
        ("scene_ref_path", ["scene ref", "scene reference", "location ref"]),
        ("start_frame", ["first frame"]),
        ("end_frame", ["last frame"]),
        ("locked_off", ["static"]),
        ("wardrobe_phase_id", ["wardrobe phase"]),
        ("wardrobe_description", ["wardrobe", "costume"]),
        ("video_prompt", []),
        ("model", []),
        ("video_model", []),
        ("shot_cap", ["cap", "budget"]),
    ];

    /// <summary>What a prompt is made of where there is neither a column nor a template for it, in this order.</summary>
    private static readonly (string[] Headings, string Before, string After)[] s_promptParts =
    [
        (["shot size", "size", "framing", "shot type"], "", ". "),
        (["description", "action", "visual", "what happens", "content"], "", ""),
        (["angle", "camera angle"], " Angle: ", "."),
        (["movement", "camera movement", "camera move", "move", "camera"], " Camera: ", "."),
    ];

    private readonly IReadOnlyList<string> _columns;
    private readonly Dictionary<string, int> _byField = new(StringComparer.Ordinal);

    private ShotColumns(IReadOnlyList<string> columns) => _columns = columns;

    /// <summary>The fields that <c>--map</c> takes.</summary>
    public static IEnumerable<string> Fields => s_fields.Select(known => known.Field);

    /// <summary>All headings, for an error.</summary>
    public string All => string.Join(", ", _columns.Where(name => name.Length > 0).Select(name => Shown.OneLine(name)));

    /// <summary>Finds the columns by their headings, and by what was said of them.</summary>
    /// <param name="columns">The headings.</param>
    /// <param name="mapped">Fields and their columns as typed; an empty column takes a field away.</param>
    /// <param name="problems">Gets what is wrong with that.</param>
    public static ShotColumns Of(IReadOnlyList<string> columns, IReadOnlyList<KeyValuePair<string, string>> mapped, ImportProblems problems)
    {
        var found = new ShotColumns(columns);
        foreach (var (field, headings) in s_fields)
        {
            if (headings.Prepend(field).Select(found.Find).FirstOrDefault(column => column is not null) is { } column)
                found._byField[field] = column;
        }

        foreach (var (field, heading) in mapped)
        {
            if (!s_fields.Any(known => known.Field == field))
                problems.AddOption("--map", $"{Shown.Text(field)} is no field. There are {string.Join(", ", Fields)}.");
            else if (heading.Length == 0)
                found._byField.Remove(field);
            else if (found.Find(heading) is { } column)
                found._byField[field] = column;
            else
                problems.AddOption("--map", $"{Shown.Text(heading)} is no column. There are {found.All}.");
        }

        return found;
    }

    /// <summary>The column with a heading, whatever its case and punctuation; null when there is none.</summary>
    public int? Find(string heading)
    {
        var words = Words(heading);
        return words.Length == 0 ? null : _columns.Index().Where(column => Words(column.Item) == words).Select(column => (int?)column.Index).FirstOrDefault();
    }

    /// <summary>The heading of a column.</summary>
    public string NameOf(int column) => _columns[column];

    /// <summary>The heading of the column that holds a field, or null when none does.</summary>
    public string? NameOf(string field) => _byField.TryGetValue(field, out var column) ? _columns[column] : null;

    /// <summary>What a line says of a field; null when no column holds it or the cell is empty.</summary>
    public string? Of(ShotRow row, string field) => _byField.TryGetValue(field, out var column) && row.Cells[column].Length > 0 ? row.Cells[column] : null;

    /// <summary>The template for prompts where none was given; null when no column says what should be seen.</summary>
    public string? Template()
    {
        if (NameOf("prompt") is { } prompt)
            return $"{{{prompt}}}";

        var parts = s_promptParts.Select(part => (part.Before, part.After, Column: part.Headings.Select(Find).FirstOrDefault(column => column is not null))).ToArray();
        return parts[1].Column is null
            ? null
            : string.Concat(parts.Where(part => part.Column is not null).Select(part => $"[{part.Before}{{{_columns[part.Column!.Value]}}}{part.After}]"));
    }

    /// <summary>The columns that neither a field nor the template uses.</summary>
    public IEnumerable<string> Unused(PromptTemplate template) => _columns.Index()
        .Where(column => column.Item.Length > 0 && !_byField.ContainsValue(column.Index) && !template.Columns.Contains(column.Index)).Select(column => column.Item);

    private static string Words(string heading) => string.Join(' ', string.Concat(heading.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' '))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
