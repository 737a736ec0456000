namespace Recoil.Storage.Sagas;

/// <summary>A message that a saga has taken in.</summary>
/// <param name="MessageId">The transport's message id.</param>
/// <param name="MessageType">The message's URN: one delivery can be consumed as several types.</param>
public readonly record struct InboxEntry(Guid MessageId, string MessageType);
