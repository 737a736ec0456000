namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ListFailedMessages"/> holds beyond its types.</summary>
internal sealed class ListFailedMessagesRules : MessageRules<ListFailedMessages>
{
    public override void Check(MessageCheck check, ListFailedMessages question)
    {
        check.Between(question.Limit, 1, MessageLimits.FailedMessages);
        if (question.After is { } after)
            check.FailedMessage(after);
    }
}
