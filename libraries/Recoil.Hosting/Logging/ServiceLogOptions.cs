using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Logging;

/// <summary>How a service logs: <c>Logging:Level</c> and <c>Logging:Format</c>. What else is in that section is ASP.NET's.</summary>
/// <param name="Level">From which level on: <c>Information</c> unless said otherwise.</param>
/// <param name="AsText">Lines for people instead of JSON.</param>
internal sealed record ServiceLogOptions(LogLevel Level, bool AsText)
{
    /// <exception cref="InvalidSettingException">A setting has no such value.</exception>
    public static ServiceLogOptions Read(IConfiguration settings)
    {
        var level = settings["Logging:Level"] switch
        {
            null or "" => LogLevel.Information,
            var text when !int.TryParse(text, out _) && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var known) && known != LogLevel.None => known,
            var other => throw new InvalidSettingException($"Logging:Level is \"{other}\". Write Trace, Debug, Information, Warning, Error or Critical."),
        };
        var format = settings["Logging:Format"] switch
        {
            null or "" or "json" => false,
            "text" => true,
            var other => throw new InvalidSettingException($"Logging:Format is \"{other}\". Write json or text."),
        };
        return new ServiceLogOptions(level, format);
    }
}
