namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="PauseWork"/> holds beyond its types.</summary>
internal sealed class PauseWorkRules : MessageRules<PauseWork>
{
    public override void Check(MessageCheck check, PauseWork command)
    {
        check.Pausable(command.Part, command.Name);
        check.Name(command.By);
        check.OptionalText(command.Reason);
    }
}
