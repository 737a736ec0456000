using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recoil.Models;

namespace Recoil.Hosting.Settings;

/// <summary>Binds sections of the settings, which come from the environment, such as <c>Generator__PollInterval</c>, or the command line.</summary>
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
                $"Setting {path} is \"{match.Groups["value"].Value}\". Give {Form(match.Groups["type"].Value)}. {InEnvironment(path)}", unreadable);
        }

        SettingsValidation.Check(section, defaults);
        return defaults;
    }

    /// <summary>How a setting is written in the environment, for messages.</summary>
    internal static string InEnvironment(string path) => $"In the environment it is written {path.Replace(":", "__", StringComparison.Ordinal)}.";

    private static void RefuseUnknown(IConfigurationSection values, Type options)
    {
        var known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).ToList();
        foreach (var value in values.GetChildren())
        {
            var property = known.Find(property => string.Equals(property.Name, value.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var names = known.Select(property => property.Name).Order(StringComparer.Ordinal).ToList();
                var advice = Spelling.Nearest(value.Key, names) is { } nearest
                    ? $"Did you mean {nearest}? {InEnvironment($"{values.Path}:{nearest}")}"
                    : $"{values.Path} has {string.Join(", ", names)}.";
                throw new InvalidSettingException($"Setting {value.Path} is not known. {advice}");
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
        "System.Double" or "System.Decimal" or "System.Nullable`1[System.Double]" => "a number such as 0.5",
        _ => $"a value of {type}",
    };

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<path>[^']*)' to type '(?<type>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unreadable();
}
