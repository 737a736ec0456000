namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="FailedMessageSettled"/> holds beyond its types.</summary>
internal sealed class FailedMessageSettledRules : MessageRules<FailedMessageSettled>
{
    public override void Check(MessageCheck check, FailedMessageSettled answer)
    {
        check.Id(answer.FailureId);
        check.OptionalText(answer.Refusal);
    }
}
