using Microsoft.Extensions.Configuration;

namespace Recoil.Hosting.Settings;

/// <summary>Reads settings, from environment variables such as <c>Generator__Concurrency</c> or the command line.</summary>
public static class SettingsSection
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
            var why = wrong.InnerException is { } inner ? $"{wrong.Message} {inner.Message}" : wrong.Message;
            throw new InvalidSettingException($"Setting {section}: {why.ReplaceLineEndings(" ")} In the environment it is written {section}__Name.", wrong);
        }
    }
}
