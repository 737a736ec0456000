using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Recoil.Hosting.Settings;

/// <summary>Binds sections of the settings, which come from the environment, such as <c>Generator__Concurrency</c>, or the command line.</summary>
public static partial class SettingsSection
{
    /// <summary>Binds a section to its options, validates them, and registers them as themselves and as <see cref="IOptions{T}"/>.</summary>
    /// <inheritdoc cref="Bind"/>
    public static IServiceCollection AddOptions<T>(this IServiceCollection services, IConfiguration configuration, string section, T defaults) where T : class
    {
        var options = configuration.Bind(section, defaults);
        return services.AddSingleton(options).AddSingleton(Options.Create(options));
    }

    /// <summary>Binds a section to its options and validates them by their annotations.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="defaults">The options with the values of settings that are not given.</param>
    /// <returns>The options.</returns>
    /// <exception cref="InvalidSettingException">A setting is not known, not of its type, or out of its range.</exception>
    public static T Bind<T>(this IConfiguration configuration, string section, T defaults) where T : class
    {
        var values = configuration.GetSection(section);
        RefuseUnknown(values, typeof(T));
        try
        {
            values.Bind(defaults);
        }
        catch (InvalidOperationException unreadable) when (Unreadable().Match(unreadable.Message) is { Success: true } match)
        {
            var path = match.Groups["path"].Value;
            throw new InvalidSettingException(
                $"Setting {path} is \"{match.Groups["value"].Value}\". Give {Form(match.Groups["type"].Value)}. {Spelling(path)}", unreadable);
        }

        SettingsValidation.Check(section, defaults);
        return defaults;
    }

    /// <summary>How a setting is written in the environment, for messages.</summary>
    internal static string Spelling(string path) => $"In the environment it is written {path.Replace(":", "__", StringComparison.Ordinal)}.";

    private static void RefuseUnknown(IConfigurationSection values, Type options)
    {
        var known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).ToList();
        foreach (var value in values.GetChildren())
        {
            var property = known.Find(property => string.Equals(property.Name, value.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var nearest = known.Select(property => property.Name).MinBy(name => Distance(name, value.Key));
                var suggestion = nearest is null ? "" : $" Did you mean {nearest}? {Spelling($"{values.Path}:{nearest}")}";
                throw new InvalidSettingException($"Setting {value.Path} is not known.{suggestion}");
            }

            if (value.GetChildren().Any() && !typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
                RefuseUnknown(value, property.PropertyType);
        }
    }

    /// <summary>Whether a property can be given as text; a delegate, for example, is for code alone.</summary>
    internal static bool IsSetting(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } && !typeof(Delegate).IsAssignableFrom(property.PropertyType);

    private static string Form(string type) => type switch
    {
        "System.TimeSpan" => "a time such as 00:00:30",
        "System.Boolean" => "true or false",
        "System.Int32" or "System.UInt16" or "System.Int64" => "a whole number",
        "System.Double" or "System.Decimal" => "a number such as 0.5",
        _ => $"a value of {type}",
    };

    /// <summary>How many letters differ between two names, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<path>[^']*)' to type '(?<type>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unreadable();
}
