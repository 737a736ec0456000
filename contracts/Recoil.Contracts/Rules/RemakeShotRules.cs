namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RemakeShot"/> holds beyond its types.</summary>
internal sealed class RemakeShotRules : MessageRules<RemakeShot>
{
    private static readonly ShotRequestedRules s_shot = new();

    public override void Check(MessageCheck check, RemakeShot remake)
    {
        check.Id(remake.RemakeId);
        check.Between(remake.Round, 1, MessageLimits.Takes);
        check.Name(remake.By);
        check.OptionalText(remake.Note);
        check.OptionalPrompt(remake.EditedPrompt);
        check.Money(remake.ExtraBudget);
        if (check.Present(remake.Shot))
            s_shot.Check(check, remake.Shot);
    }

    public override void CheckCause(MessageCheck check, RemakeShot remake)
    {
        check.Id(remake.RemakeId);
        if (check.Present(remake.Shot))
            s_shot.CheckCause(check, remake.Shot);
    }
}
