using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Recoil.Hosting.Settings;

/// <summary>Reads settings, from environment variables such as <c>Generator__Concurrency</c> or the command line.</summary>
public static partial class SettingsSection
{
    /// <summary>Lays what a section says over the defaults.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="defaults">What holds where nothing is said; its settings that can be set are written.</param>
    /// <exception cref="InvalidSettingException">A setting is not known, or its value is not of its type.</exception>
    public static T Over<T>(this IConfiguration configuration, string section, T defaults) where T : class
    {
        try
        {
            configuration.GetSection(section).Bind(defaults, binder => binder.ErrorOnUnknownConfiguration = true);
            return defaults;
        }
        catch (InvalidOperationException wrong)
        {
            throw new InvalidSettingException($"Setting {section}: {Why(wrong)} In the environment it is written {section}__Name.", wrong);
        }
    }

    private static string Why(InvalidOperationException wrong) =>
        UnknownNames().Match(wrong.Message) is { Success: true } unknown
            ? $"{unknown.Groups["names"].Value} is not known."
            : wrong.Message.ReplaceLineEndings(" ");

    [GeneratedRegex("were not found on the instance of .*?: (?<names>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownNames();
}
