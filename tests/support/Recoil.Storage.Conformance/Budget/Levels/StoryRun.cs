namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>A run of the story.</summary>
internal sealed class StoryRun
{
    public const decimal Cap = 10;

    public StoryRun(string project, string name)
    {
        (Project, Account) = (project, $"{project}/{name}");
        Shots = [.. Enumerable.Range(0, 3).Select(_ => new StoryShot(this))];
    }

    public string Project { get; }

    public string Account { get; }

    public IReadOnlyList<StoryShot> Shots { get; }

    /// <summary>The last admission that was asked for, 0 for none.</summary>
    public int Admission { get; set; }

    /// <summary>What the run is known to be admitted with.</summary>
    public decimal? Floor { get; set; }

    public IEnumerable<StoryTake> Takes => Shots.SelectMany(shot => shot.Takes);

    public decimal Spent => Takes.Sum(take => take.Charged);

    public decimal Reserved => Takes.Where(take => take.IsOpen).Sum(take => take.Amount);

    public decimal Extras => Takes.Sum(take => take.HeldOfExtra);

    public decimal Shared => Spent + Reserved - Extras;

    /// <summary>What was charged beyond what had been reserved for it.</summary>
    public decimal Excess => Takes.Sum(take => take.Excess);

    /// <summary>What the project must hold for it.</summary>
    public decimal Target => Math.Max(Floor ?? 0, Shared) + Extras;
}
