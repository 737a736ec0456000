using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Recoil.Deploy.Tests.Configuration;

/// <summary>Describes options by their types: every setting with its default, its range and its docstring.</summary>
internal static partial class OptionsDocument
{
    private const int Width = 120;

    /// <summary>Describes a section.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="services">The services that read it.</param>
    /// <param name="defaults">The options as they are where nothing is given.</param>
    public static string Of(string section, IEnumerable<string> services, object defaults)
    {
        var text = new StringBuilder($"## {section}\n\n{Wrap($"{Summary(defaults.GetType(), $"T:{defaults.GetType().FullName}")} Read by: {string.Join(", ", services)}.", "")}\n\n");
        Append(text, $"{section}__", defaults);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, object defaults)
    {
        foreach (var property in defaults.GetType().GetProperties().Where(IsSetting))
        {
            var value = property.GetValue(defaults);
            if (property.PropertyType is { IsGenericType: true } map && map.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                text.Append(Wrap($"* **`{prefix}{property.Name}__NAME__…`**. {SummaryOf(property)}", "  ")).Append('\n');
                Append(text, $"{prefix}{property.Name}__NAME__", Activator.CreateInstance(map.GenericTypeArguments[1])!);
                continue;
            }

            if (value is not null && !IsValue(property.PropertyType))
            {
                Append(text, $"{prefix}{property.Name}__", value);
                continue;
            }

            text.Append(Wrap($"* **`{prefix}{property.Name}`** ({Kind(property)}; default {Default(property, value)}). {SummaryOf(property)}", "  ")).Append('\n');
        }
    }

    private static string SummaryOf(PropertyInfo property) => Summary(property.DeclaringType!, $"P:{property.DeclaringType!.FullName}.{property.Name}");

    private static bool IsSetting(PropertyInfo property) => property.SetMethod is { IsPublic: true } && !typeof(Delegate).IsAssignableFrom(property.PropertyType);

    private static bool IsValue(Type type) => Nullable.GetUnderlyingType(type) is not null || type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(TimeSpan);

    private static string Kind(PropertyInfo property)
    {
        var kind = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
        {
            var type when type == typeof(TimeSpan) => "time",
            var type when type == typeof(bool) => "`true` or `false`",
            var type when type == typeof(string) => "text",
            var type when type == typeof(Uri) => "address",
            var type when type == typeof(double) || type == typeof(decimal) => "number",
            _ => "whole number",
        };
        return property.GetCustomAttributes<ValidationAttribute>().Select(rule => rule switch
        {
            RangeAttribute { Maximum: int.MaxValue } from => $"{kind}, {Text(from.Minimum)} or more",
            RangeAttribute range => $"{kind}, {Text(range.Minimum)} to {Text(range.Maximum)}",
            AllowedValuesAttribute allowed => string.Join(" or ", allowed.Values.Select(value => $"`{value}`")),
            RequiredAttribute => $"{kind}, not empty",
            _ => kind,
        }).FirstOrDefault() ?? kind;
    }

    private static string Default(PropertyInfo property, object? value) => value switch
    {
        null or "" => "empty",
        // Those of RabbitMQ and MongoDB on one's own machine are no secrets.
        bool truth => truth ? "`true`" : "`false`",
        _ => $"`{Text(value)}`",
    };

    private static string Text(object value) => value is TimeSpan time ? time.ToString("c", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Summary(Type type, string member)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{type.Assembly.GetName().Name}.xml");
        var summary = XDocument.Load(file).Descendants("member").FirstOrDefault(m => m.Attribute("name")!.Value == member)?.Element("summary")
            ?? throw new InvalidOperationException($"{member} has no docstring; docs/configuration.md is made of them.");
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
            XElement element => element.Value,
            _ => node.ToString(),
        }));
        return Spaces().Replace(text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal), " ").Trim();
    }

    private static string Wrap(string text, string indent)
    {
        var lines = new StringBuilder();
        var length = 0;
        foreach (var word in text.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > Width)
            {
                lines.Append('\n').Append(indent);
                length = indent.Length;
            }
            else if (length > 0)
            {
                lines.Append(' ');
                length++;
            }

            lines.Append(word);
            length += word.Length;
        }

        return lines.ToString();
    }

    [GeneratedRegex("""\s+""", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
