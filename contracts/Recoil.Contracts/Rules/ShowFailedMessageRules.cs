namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShowFailedMessage"/> holds beyond its types.</summary>
internal sealed class ShowFailedMessageRules : MessageRules<ShowFailedMessage>
{
    public override void Check(MessageCheck check, ShowFailedMessage question) => check.Id(question.FailureId);
}
