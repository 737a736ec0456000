using System.Globalization;
using Recoil.Plans;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Steering;

/// <summary>A pause for people.</summary>
internal static class PauseText
{
    /// <summary>Such as <c>Run pilot/run_1 was paused by Ida on 2026-11-28 at 10:15 UTC: the light is wrong</c>.</summary>
    public static string Of(Pause pause)
    {
        var since = pause.Since.UtcDateTime.ToString("yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var reason = pause.Reason is { } why ? $": {Shown.OneLine(why, 300)}" : "";
        var what = pause.What.ToString();
        return $"{char.ToUpperInvariant(what[0])}{what[1..]} was paused by {Shown.OneLine(pause.By)} on {since}{reason}";
    }
}
