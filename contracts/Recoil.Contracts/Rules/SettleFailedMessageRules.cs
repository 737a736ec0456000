namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="SettleFailedMessage"/> holds beyond its types.</summary>
internal sealed class SettleFailedMessageRules : MessageRules<SettleFailedMessage>
{
    public override void Check(MessageCheck check, SettleFailedMessage command)
    {
        check.Id(command.FailureId);
        check.Name(command.By);
        if (command.Body is not { } body)
            return;
        check.Text(body, MessageLimits.BodyCharacters);
        if (command.Action != FailedMessageAction.Retry)
            check.Refuse(nameof(command.Body), "goes with a retry only");
    }
}
