namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="CancelShot"/> holds beyond its types.</summary>
internal sealed class CancelShotRules : MessageRules<CancelShot>
{
    public override void Check(MessageCheck check, CancelShot cancel)
    {
        check.ShotName(cancel.Project, cancel.RunId, cancel.ShotId);
        check.Name(cancel.By);
        check.OptionalText(cancel.Reason);
    }
}
