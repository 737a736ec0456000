using System.Diagnostics;

namespace Recoil.Deploy.Tests.Images;

/// <summary>Starts programs as containers do: without root's rights or any other, and with no way to get them.</summary>
internal static class Unprivileged
{
    /// <summary>The user and group ids of nobody.</summary>
    public const int Nobody = 65534;

    private static readonly string[] s_setpriv =
        ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"];

    private static readonly Lazy<bool> s_possible = new(TryOut);

    /// <summary>Whether this user may become another one, and that one can reach <c>dotnet</c>.</summary>
    public static bool IsPossible => s_possible.Value;

    /// <summary>The command as it is given by nobody, where that is possible.</summary>
    public static IReadOnlyList<string> Wrap(IEnumerable<string> command) => IsPossible ? [.. s_setpriv, .. command] : [.. command];

    private static bool TryOut()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            return false;
        var start = new ProcessStartInfo(s_setpriv[0], [.. s_setpriv[1..], "dotnet", "--list-runtimes"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
