namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="FailedMessageShown"/> holds beyond its types.</summary>
internal sealed class FailedMessageShownRules : MessageRules<FailedMessageShown>
{
    public override void Check(MessageCheck check, FailedMessageShown answer)
    {
        check.Id(answer.FailureId);
        if (answer.Message is { } message)
            check.FailedMessage(message);
        if (answer.Body is { } body)
            check.Text(body, MessageLimits.BodyCharacters);
    }
}
