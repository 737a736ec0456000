namespace Recoil.Storage.Budget;

/// <summary>The accounts of a project's runs, by their names: all that begin with the project and a slash.</summary>
internal static class ProjectAccounts
{
    /// <summary>Not after the first of them.</summary>
    public static string From(string project) => $"{project}/";

    /// <summary>After the last of them: the character after the slash.</summary>
    public static string Before(string project) => $"{project}0";

    /// <summary>The largest holds first.</summary>
    public static IReadOnlyList<RunBalance> Largest(IEnumerable<RunBalance> runs, int most) =>
        [.. runs.Where(run => run.Hold > 0).OrderByDescending(run => run.Hold).ThenBy(run => run.Account, StringComparer.Ordinal).Take(most)];
}
