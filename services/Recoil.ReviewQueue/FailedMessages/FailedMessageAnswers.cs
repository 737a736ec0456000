using Recoil.Contracts;
using Recoil.Storage.Failures;

namespace Recoil.ReviewQueue.FailedMessages;

/// <summary>Failed messages as the answers hold them.</summary>
internal static class FailedMessageAnswers
{
    public static FailedMessageEntry ToEntry(this FailedMessage message) => new()
    {
        FailureId = message.Id,
        Queue = message.Queue,
        Type = message.Type,
        Cause = message.Cause,
        At = message.At,
        MessageId = message.MessageId,
        Bytes = message.Bytes,
    };
}
