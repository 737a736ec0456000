using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Recoil.Deploy.Tests;

/// <summary>A place in a YAML document.</summary>
/// <param name="Path">Where it is, for people.</param>
/// <param name="Value">What is there: a map, a list, a text, or null.</param>
internal sealed record Yaml(string Path, object? Value)
{
    /// <summary>A map's value; what is not there is null.</summary>
    public Yaml this[string key] => new($"{Path}.{key}", Value is IDictionary<object, object?> map && map.TryGetValue(key, out var value) ? value : null);

    public bool IsThere => Value is not null;

    public string Text => Value as string ?? throw new InvalidOperationException($"{Path} is not a text.");

    public int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    public bool IsTrue => Text == "true";

    /// <summary>The entries of a map.</summary>
    public IEnumerable<(string Name, Yaml Value)> Entries =>
        (Value as IDictionary<object, object?> ?? throw new InvalidOperationException($"{Path} is not a map.")).Select(entry => ((string)entry.Key, new Yaml($"{Path}.{entry.Key}", entry.Value)));

    /// <summary>The items of a list; none where there is nothing.</summary>
    public IEnumerable<Yaml> Items => Value is null
        ? []
        : (Value as IList<object?> ?? throw new InvalidOperationException($"{Path} is not a list.")).Select((item, at) => new Yaml($"{Path}[{at}]", item));

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    /// <summary>Reads one document. Anchors and merged maps are resolved; every scalar is a text.</summary>
    public static Yaml Read(string name, string text) =>
        new(name, new DeserializerBuilder().Build().Deserialize<object?>(new MergingParser(new Parser(new StringReader(text)))));
}
