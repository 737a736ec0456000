namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>A take of the story and what became of its reservation.</summary>
internal sealed class StoryTake(StoryShot shot, decimal amount, decimal extra, DateTimeOffset lapsesAt)
{
    public Guid Id { get; } = Guid.NewGuid();

    public StoryShot Shot { get; } = shot;

    public decimal Amount { get; } = amount;

    /// <summary>The shot's extra money at the time.</summary>
    public decimal Extra { get; } = extra;

    public DateTimeOffset LapsesAt { get; } = lapsesAt;

    /// <summary>What of the amount was drawn on extra money.</summary>
    public decimal Drawn { get; private set; }

    public bool IsReserved { get; private set; }

    public bool IsOpen { get; private set; }

    public decimal Charged { get; private set; }

    /// <summary>What of the charge had been reserved before.</summary>
    public decimal Covered { get; private set; }

    /// <summary>What was charged beyond what had been reserved for it.</summary>
    public decimal Excess => Charged - Covered;

    public decimal Held => IsOpen ? Amount : Charged;

    public decimal HeldOfExtra => IsOpen ? Drawn : Math.Min(Drawn, Charged);

    public void Reserve()
    {
        Drawn = Math.Clamp(Extra - Shot.UsedExtra, 0, Amount);
        Shot.Takes.Add(this);
        (IsReserved, IsOpen) = (true, true);
    }

    public void Release() => IsOpen = false;

    public void Charge(decimal cost)
    {
        if (IsOpen)
            Covered = Math.Min(cost, Amount);
        (IsOpen, Charged) = (false, Math.Max(Charged, cost));
    }
}
