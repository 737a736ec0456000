using System.Text;
using System.Text.Json;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Plans;

/// <summary>
/// One JSON object of a plan. A field that is absent or null reads as null; a wrong one adds an error and
/// reads as null too.
/// </summary>
internal sealed class PlanObject
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _place;
    private readonly PlanErrors _errors;

    private PlanObject(string place, PlanErrors errors)
    {
        _place = place;
        _errors = errors;
    }

    /// <summary>Reads an object whose fields must all be <paramref name="known"/>.</summary>
    public static PlanObject? Read(JsonElement json, string place, IReadOnlySet<string> known, PlanErrors errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(place, $"{Shown.Value(json)} is no object. Write fields between {{ and }}.");
            return null;
        }

        var result = new PlanObject(place, errors);
        foreach (var (name, value) in Fields(json, place, errors))
        {
            if (known.Contains(name))
                result._fields.Add(name, value);
            else
                errors.Add(PlaceOf(place, name), $"unknown field. {WhatToDo(name, known)}");
        }

        return result;
    }

    /// <summary>The fields of an object; a duplicate name adds an error and is returned once.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Fields(JsonElement json, string place, PlanErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            string name;
            try
            {
                name = property.Name;
            }
            catch (InvalidOperationException)
            {
                errors.Add(place, "a field's name holds half a character (a lone surrogate). Rename it.");
                continue;
            }

            if (seen.Add(name))
                yield return (name, property.Value);
            else
                errors.Add(PlaceOf(place, name), "stands here twice. Keep one.");
        }
    }

    /// <summary>Where a field of this object is.</summary>
    public string PlaceOf(string field) => PlaceOf(_place, field);

    /// <summary>Whether the field is there with a value, right or wrong.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>Adds an error about a field.</summary>
    public void Wrong(string field, string message) => _errors.Add(PlaceOf(field), message);

    /// <summary>Adds an error about a missing field.</summary>
    public void Missing(string field, string whatToDo) => Wrong(field, $"missing. {whatToDo}");

    /// <summary>Text without control characters other than line breaks and tabs.</summary>
    public string? Text(string field)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind != JsonValueKind.String)
        {
            Wrong(field, $"{Shown.Value(json)} is no text. Write text in quotes.");
            return null;
        }

        if (!Shown.TryText(json, out var text))
        {
            Wrong(field, "holds half a character (a lone surrogate). Write the character itself.");
            return null;
        }

        if (text.EnumerateRunes().Where(rune => Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))
            .Select(rune => (Rune?)rune).FirstOrDefault() is { } control)
        {
            Wrong(field, $"holds the control character \\u{control.Value:x4}. Remove it.");
            return null;
        }

        return text;
    }

    /// <summary>Text of at most so many characters.</summary>
    public string? Text(string field, int most)
    {
        var text = Text(field);
        if (text?.Length > most && text.EnumerateRunes().Count() is var length && length > most)
            Wrong(field, $"{Shown.Text(text)} has {length:N0} characters. Shorten it to at most {most:N0}.");
        return text;
    }

    /// <summary>One line of text.</summary>
    public string? Label(string field)
    {
        var text = Text(field, PlanLimits.LabelCharacters);
        if (text?.Any(char.IsControl) is true)
            Wrong(field, $"{Shown.Text(text)} has a line break or a tab. Write one line.");
        return text;
    }

    /// <summary>Any JSON value, to be handed on as it is.</summary>
    public RawJson? Json(string field)
    {
        if (Find(field) is not { } json)
            return null;

        AllNamesOnce(json, PlaceOf(field));
        RawJson value;
        try
        {
            value = RawJson.Of(json)!;
        }
        catch (JsonException)
        {
            Wrong(field, "holds half a character (a lone surrogate). Write the character itself.");
            return null;
        }

        if (value.Text.Length > PlanLimits.RawJsonCharacters)
            Wrong(field, $"has {value.Text.Length:N0} characters. Shorten it to at most {PlanLimits.RawJsonCharacters:N0}.");
        else if (value.Depth > PlanLimits.RawJsonDepth)
            Wrong(field, $"is nested {value.Depth} levels deep, at most {PlanLimits.RawJsonDepth} are allowed. Flatten it.");
        return value;
    }

    /// <summary>A JSON object, to be handed on as it is.</summary>
    public RawJson? JsonObject(string field)
    {
        if (Find(field) is not { } json || json.ValueKind == JsonValueKind.Object)
            return Json(field);
        Wrong(field, $"{Shown.Value(json)} is no object. Write fields between {{ and }}.");
        return null;
    }

    /// <summary>A name that can be a file name.</summary>
    /// <param name="field">The field.</param>
    /// <param name="dots">Whether full stops are allowed.</param>
    public string? Id(string field, bool dots = true)
    {
        if (Text(field) is not { } id)
            return null;

        var fits = id.Length is > 0 and <= PlanLimits.IdCharacters && IsWord(id[0]) && id.All(letter => IsWord(letter) || letter == '-' || (dots && letter == '.'));
        if (fits && PortableName.Is(id))
            return id;
        if (fits)
        {
            Wrong(field, PortableName.IsDevice(id)
                ? $"{Shown.Text(id)} cannot be a file name: it is a device on Windows. Choose another, such as {id.Split('.')[0]}_1."
                : $"{Shown.Text(id)} cannot be a file name: Windows drops the full stop at its end. Leave it out.");
            return null;
        }

        Wrong(field, $"{Shown.Text(id)} cannot be a file name. Use up to {PlanLimits.IdCharacters} letters a-z, digits, _{(dots ? ", - and ." : " and -")}, beginning with a letter, a digit or _.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Choice(string field, string what, params ReadOnlySpan<string> choices)
    {
        var text = Text(field);
        if (text is null || choices.Contains(text))
            return text;

        var list = choices.ToArray();
        Wrong(field, $"{Shown.Text(text)} is no {what}. Use {string.Join(", ", list[..^1])} or {list[^1]}.");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string field)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return json.GetBoolean();
        Wrong(field, $"{Shown.Value(json)} is neither true nor false. Write true or false without quotes.");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Whole(string field, int least, int most, string whatToDo)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Wrong(field, $"{Shown.Value(json)} is out of range. {whatToDo}");
        return null;
    }

    /// <summary>An amount in US dollars.</summary>
    public decimal? Dollars(string field)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var amount) && amount is >= 0 and <= PlanLimits.Dollars)
            return amount;
        Wrong(field, $"{Shown.Value(json)} is no amount of money. {PlanLimits.AmountAdvice}");
        return null;
    }

    /// <summary>A length in seconds.</summary>
    public decimal? Seconds(string field)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var seconds) && seconds is > 0 and <= PlanLimits.Seconds)
            return seconds;
        Wrong(field, $"{Shown.Value(json)} is no length of a clip. Give seconds, more than 0 and at most {PlanLimits.Seconds}.");
        return null;
    }

    /// <summary>An object within this one.</summary>
    public PlanObject? Object(string field, IReadOnlySet<string> known) =>
        Find(field) is { } json ? Read(json, PlaceOf(field), known, _errors) : null;

    /// <summary>A list with the place of every entry.</summary>
    public IReadOnlyList<(string Place, JsonElement Json)>? List(string field, int most, string tooMany)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind != JsonValueKind.Array)
        {
            Wrong(field, $"{Shown.Value(json)} is no list. Write entries between [ and ].");
            return null;
        }

        var count = json.GetArrayLength();
        if (count <= most)
            return [.. json.EnumerateArray().Select((entry, at) => ($"{PlaceOf(field)}[{at}]", entry))];
        Wrong(field, $"{count:N0} entries, at most {most:N0} are allowed. {tooMany}");
        return null;
    }

    /// <summary>A picture beside the plan, as an absolute path.</summary>
    public string? Picture(string field, PlanFolder folder) =>
        Text(field) is { } name ? Picture(name, PlaceOf(field), folder) : null;

    /// <summary>The same, or another shot that is named in place of a file: its take.</summary>
    public string? PictureOrShot(string field, PlanFolder folder, PlanReferences shots) =>
        Text(field) is { } name ? PictureOrShot(name, PlaceOf(field), folder, shots) : null;

    /// <summary>The same for a list.</summary>
    public IReadOnlyList<string>? PicturesOrShots(string field, PlanFolder folder, PlanReferences shots) =>
        Pictures(field, (name, place) => PictureOrShot(name, place, folder, shots));

    /// <summary>Pictures beside the plan, as absolute paths.</summary>
    public IReadOnlyList<string>? Pictures(string field, PlanFolder folder) => Pictures(field, (name, place) => Picture(name, place, folder));

    private List<string>? Pictures(string field, Func<string, string, string?> one)
    {
        if (List(field, PlanLimits.References, "Keep the most telling ones.") is not { } list)
            return null;

        var pictures = new List<string>(list.Count);
        foreach (var (place, json) in list)
        {
            if (json.ValueKind != JsonValueKind.String || !Shown.TryText(json, out var name))
                _errors.Add(place, $"{Shown.Value(json)} is no file name. Write the picture's name in quotes.");
            else if (one(name, place) is { } picture)
                pictures.Add(picture);
        }

        return pictures;
    }

    /// <summary>Names, each with its place.</summary>
    public IReadOnlyList<(string Name, string Place)>? Names(string field, int most, string tooMany)
    {
        if (List(field, most, tooMany) is not { } list)
            return null;

        var names = new List<(string Name, string Place)>(list.Count);
        foreach (var (place, json) in list)
        {
            if (json.ValueKind == JsonValueKind.String && Shown.TryText(json, out var name))
                names.Add((name, place));
            else
                _errors.Add(place, $"{Shown.Value(json)} is no name. Write it in quotes.");
        }

        return names;
    }

    /// <summary>Free settings: an object of texts and numbers.</summary>
    public IReadOnlyDictionary<string, string>? Options(string field)
    {
        if (Find(field) is not { } json)
            return null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Wrong(field, $"{Shown.Value(json)} is no object. Write settings between {{ and }}.");
            return null;
        }

        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Fields(json, PlaceOf(field), _errors))
        {
            var place = PlaceOf(PlaceOf(field), name);
            var text = value.ValueKind switch
            {
                JsonValueKind.String when Shown.TryText(value, out var quoted) => quoted,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
            if (text is null || text.Any(char.IsControl))
                _errors.Add(place, $"{Shown.Value(value)} is no setting. Write text or a number.");
            else if (text.Length > PlanLimits.ProviderOptionCharacters || name.Length > PlanLimits.IdCharacters)
                _errors.Add(place, $"is too long. Use up to {PlanLimits.IdCharacters} characters for the name and {PlanLimits.ProviderOptionCharacters:N0} for the value.");
            else
                options.Add(name, text);
        }

        if (options.Count > PlanLimits.ProviderOptions)
            Wrong(field, $"{options.Count:N0} settings, at most {PlanLimits.ProviderOptions} are allowed.");
        return options;
    }

    private string? PictureOrShot(string name, string place, PlanFolder folder, PlanReferences shots)
    {
        if (ShotReferences.NamedBy(name) is not { } id)
            return Picture(name, place, folder);
        shots.Add(id, place);
        return name;
    }

    private string? Picture(string name, string place, PlanFolder folder)
    {
        var picture = folder.Find(name, place);
        if (picture.Mistake is { } mistake)
            _errors.Add(place, $"{Shown.Text(name)} {mistake}");
        return picture.Path;
    }

    /// <summary>A duplicate name anywhere in a value adds an error.</summary>
    private void AllNamesOnce(JsonElement json, string place)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var (at, entry) in json.EnumerateArray().Index())
                AllNamesOnce(entry, $"{place}[{at}]");
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var (name, value) in Fields(json, place, _errors))
                AllNamesOnce(value, PlaceOf(place, name));
        }
    }

    private JsonElement? Find(string field) =>
        _fields.TryGetValue(field, out var json) && json.ValueKind != JsonValueKind.Null ? json : null;

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private static string PlaceOf(string place, string field) => field.Length > 0 && field.All(letter => IsWord(letter) || letter is '-' or '$')
        ? $"{place}.{Shown.OneLine(field)}"
        : $"{place}[{Shown.Text(field)}]";

    private static string WhatToDo(string name, IReadOnlySet<string> known) => Spelling.Nearest(name, known) is { } near
        ? $"Did you mean {near}?"
        : $"Remove it. Known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
}
