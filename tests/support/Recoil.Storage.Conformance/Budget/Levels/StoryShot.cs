namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>A shot of the story: one take at a time, as shots have them.</summary>
internal sealed class StoryShot(StoryRun run)
{
    public const decimal Cap = 4;

    public Guid Id { get; } = Guid.NewGuid();

    public StoryRun Run { get; } = run;

    public decimal Extra { get; set; }

    public List<StoryTake> Takes { get; } = [];

    /// <summary>The take whose answer is awaited, or that is under way.</summary>
    public StoryTake? Current { get; set; }

    public decimal UsedExtra => Takes.Sum(take => take.HeldOfExtra);

    public decimal Spent => Takes.Sum(take => take.Charged);
}
