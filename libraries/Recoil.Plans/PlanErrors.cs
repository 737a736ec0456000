namespace Recoil.Plans;

/// <summary>Collects the errors of a plan: lists the first few and counts the rest.</summary>
/// <param name="file">The plan as the user named it.</param>
internal sealed class PlanErrors(string file)
{
    private readonly List<string> _lines = [];
    private int _count;

    public bool Any => _count > 0;

    /// <summary>The lines for the user.</summary>
    public IReadOnlyList<string> Lines =>
        _count > _lines.Count ? [.. _lines, $"{file}: and {_count - _lines.Count:N0} more."] : _lines;

    /// <summary>Something is wrong with the file as a whole.</summary>
    public void Add(string message) => AddLine($"{file}: {message}");

    /// <summary>Something is wrong at a place in the file.</summary>
    public void Add(string place, string message) => AddLine($"{file}: {place}: {message}");

    /// <summary>Something is wrong with a setting of the command line.</summary>
    public void AddSetting(string option, string message) => AddLine($"{option}: {message}");

    private void AddLine(string line)
    {
        _count++;
        if (_lines.Count < PlanLimits.ErrorsShown)
            _lines.Add(line);
    }
}
