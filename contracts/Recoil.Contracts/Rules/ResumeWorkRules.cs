namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ResumeWork"/> holds beyond its types.</summary>
internal sealed class ResumeWorkRules : MessageRules<ResumeWork>
{
    public override void Check(MessageCheck check, ResumeWork command)
    {
        check.Pausable(command.Part, command.Name);
        check.Name(command.By);
    }
}
