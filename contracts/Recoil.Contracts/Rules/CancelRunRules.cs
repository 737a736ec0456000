namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="CancelRun"/> holds beyond its types.</summary>
internal sealed class CancelRunRules : MessageRules<CancelRun>
{
    public override void Check(MessageCheck check, CancelRun cancel)
    {
        check.Project(cancel.Project);
        check.Name(cancel.RunId);
        check.Name(cancel.By);
        check.OptionalText(cancel.Reason);
    }
}
