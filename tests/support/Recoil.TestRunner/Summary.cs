using System.Globalization;

namespace Recoil.TestRunner;

/// <summary>What is printed at the end: every failed test, every skipped one with its reason, the counts of each assembly, and their sum.</summary>
internal sealed class Summary(IReadOnlyList<AssemblyRun> runs)
{
    /// <summary>So many skipped tests with one reason are named one by one; more are counted.</summary>
    private const int NamedSkips = 3;

    private const int LongestMessage = 500;

    /// <summary>0 when tests ran and all went well, otherwise 1.</summary>
    public int ExitCode => runs.All(run => run.IsGood) && Sum(Outcome.Passed) + Sum(Outcome.Failed) > 0 ? 0 : 1;

    /// <summary>Lines; the last is <c>N passed, N failed, N skipped</c>.</summary>
    public IEnumerable<string> Lines()
    {
        var sorted = runs.Where(run => run.Results.Count > 0 || run.Breakage is not null).OrderBy(run => run.Assembly.Name, StringComparer.Ordinal).ToList();
        foreach (var run in sorted)
        {
            foreach (var line in Skips(run))
                yield return line;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Assembly.Name,-36} {run.Count(Outcome.Passed),5} passed {run.Count(Outcome.Failed),5} failed {run.Count(Outcome.Skipped),5} skipped {run.Took.TotalSeconds,6:F0} s");
        }

        foreach (var run in sorted)
        {
            foreach (var failed in run.Results.Where(result => result.Outcome == Outcome.Failed))
                yield return $"failed: {failed.Name}: {OneLine(failed.Message)}";
            if (run.Breakage is not null)
                yield return $"{run.Assembly.Name}: the run broke: {run.Breakage}";
        }

        if (Sum(Outcome.Passed) + Sum(Outcome.Failed) == 0)
            yield return "No test ran.";
        yield return $"{Sum(Outcome.Passed)} passed, {Sum(Outcome.Failed)} failed, {Sum(Outcome.Skipped)} skipped";
    }

    private int Sum(Outcome outcome) => runs.Sum(run => run.Count(outcome));

    private static IEnumerable<string> Skips(AssemblyRun run) => run.Results
        .Where(result => result.Outcome == Outcome.Skipped)
        .GroupBy(result => OneLine(result.Message), StringComparer.Ordinal)
        .SelectMany(alike => alike.Count() > NamedSkips
            ? [$"skipped: {alike.Count()} tests of {run.Assembly.Name}: {alike.Key}"]
            : alike.Select(result => $"skipped: {result.Name}: {alike.Key}"));

    private static string OneLine(string? message)
    {
        var line = message is null ? "no reason given" : string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + " …";
    }
}
