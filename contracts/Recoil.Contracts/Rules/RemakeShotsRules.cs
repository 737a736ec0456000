namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RemakeShots"/> holds beyond its types.</summary>
internal sealed class RemakeShotsRules : MessageRules<RemakeShots>
{
    public override void Check(MessageCheck check, RemakeShots remake)
    {
        check.Id(remake.RemakeId);
        check.Project(remake.Project);
        check.Name(remake.RunId);
        check.Name(remake.By);
        check.OptionalText(remake.Note);
        check.OptionalPrompt(remake.EditedPrompt);
        check.Money(remake.ExtraBudget);
        if (remake.After is not null)
            check.Name(remake.After);
        if (!check.Entries(remake.Shots, MessageLimits.Shots))
            return;

        foreach (var shotId in remake.Shots)
            check.Name(shotId, "an entry of shots");
        if (remake is { Shots.Count: 0, After: null })
            check.Refuse("shots", "is empty, and after names no shot");
        if ((remake.EditedPrompt is not null || remake.ExtraBudget > 0) && remake.Shots.Count != 1)
            check.Refuse("editedPrompt or extraBudget", "goes with exactly one of shots");
    }

    public override void CheckCause(MessageCheck check, RemakeShots remake)
    {
        check.Id(remake.RemakeId);
        check.Project(remake.Project);
        check.Name(remake.RunId);
    }
}
