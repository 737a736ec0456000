using System.Diagnostics;

namespace Recoil.Local.Processes;

/// <summary>Starts programs that keep running after this process and its terminal close, with their output in a file.</summary>
internal static class DetachedProcess
{
    /// <returns>The program's own process: its id is the program's.</returns>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(log);
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new CannotStartLocallyException($"{program} could not be started.");
    }
}
