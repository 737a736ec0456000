namespace Recoil.Plans;

/// <summary>Collects the errors of a plan: lists the first few and counts the rest.</summary>
/// <param name="file">The plan as the user named it.</param>
internal sealed class PlanErrors(string file)
{
    private readonly List<PlanMistake> _mistakes = [];
    private int _count;

    public bool Any => _count > 0;

    /// <summary>The errors, as many as are kept.</summary>
    public IReadOnlyList<PlanMistake> Mistakes => _mistakes;

    /// <summary>The lines for the user.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var lines = _mistakes.Take(PlanLimits.ErrorsShown).Select(mistake => mistake.Place switch
            {
                null => $"{file}: {mistake.Message}",
                ['-', '-', ..] => $"{mistake.Place}: {mistake.Message}",
                _ => $"{file}: {mistake.Place}: {mistake.Message}",
            });
            return _count > PlanLimits.ErrorsShown ? [.. lines, $"{file}: and {_count - PlanLimits.ErrorsShown:N0} more."] : [.. lines];
        }
    }

    /// <summary>Something is wrong with the file as a whole.</summary>
    public void Add(string message) => Add(new PlanMistake(null, message));

    /// <summary>Something is wrong at a place in the file.</summary>
    public void Add(string place, string message) => Add(new PlanMistake(place, message));

    /// <summary>Something is wrong with a setting of the command line.</summary>
    public void AddSetting(string option, string message) => Add(new PlanMistake(option, message));

    private void Add(PlanMistake mistake)
    {
        _count++;
        if (_mistakes.Count < PlanLimits.ErrorsKept)
            _mistakes.Add(mistake);
    }
}
