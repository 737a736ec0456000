namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="FailedMessagesListed"/> holds beyond its types.</summary>
internal sealed class FailedMessagesListedRules : MessageRules<FailedMessagesListed>
{
    public override void Check(MessageCheck check, FailedMessagesListed answer)
    {
        if (!check.Entries(answer.Messages, MessageLimits.FailedMessages))
            return;
        foreach (var message in answer.Messages)
        {
            if (!check.Present(message, "an entry of messages"))
                break;
            check.FailedMessage(message);
        }
    }
}
