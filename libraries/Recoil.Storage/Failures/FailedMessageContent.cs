namespace Recoil.Storage.Failures;

/// <summary>What a failed message consists of.</summary>
/// <param name="Properties">Its AMQP properties and headers before it failed, as JSON.</param>
/// <param name="Body">Its body as it came, which may be anything.</param>
public sealed record FailedMessageContent(ReadOnlyMemory<byte> Properties, ReadOnlyMemory<byte> Body);
