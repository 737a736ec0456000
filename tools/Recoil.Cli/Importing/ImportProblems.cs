namespace Recoil.Cli.Importing;

/// <summary>Everything that is wrong with a shot list, in the file's order.</summary>
/// <param name="file">The shot list as it was typed.</param>
internal sealed class ImportProblems(string file)
{
    private const int MostShown = 100;
    private readonly List<(int Line, string Text)> _problems = [];

    public bool Any => _problems.Count > 0;

    /// <summary>One line each: file, line, what is wrong, what to do.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var lines = _problems.OrderBy(problem => problem.Line).Select(problem => problem.Text).Distinct(StringComparer.Ordinal).ToArray();
            return lines.Length > MostShown ? [.. lines[..MostShown], $"{file}: and {lines.Length - MostShown:N0} more."] : lines;
        }
    }

    /// <summary>Something is wrong with the file as a whole.</summary>
    public void Add(string message) => _problems.Add((0, $"{file}: {message}"));

    /// <summary>Something is wrong in a line.</summary>
    public void Add(int line, string message) => _problems.Add((line, $"{file}: line {line}: {message}"));

    /// <summary>Something is wrong in a cell.</summary>
    public void Add(int line, string column, string message) => _problems.Add((line, $"{file}: line {line}, {column}: {message}"));

    /// <summary>An option is wrong.</summary>
    public void AddOption(string option, string message) => _problems.Add((0, $"{option}: {message}"));
}
