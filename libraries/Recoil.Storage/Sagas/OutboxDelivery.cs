namespace Recoil.Storage.Sagas;

/// <summary>Messages of a saga's outbox that are confirmed as delivered.</summary>
/// <param name="Id">The saga.</param>
/// <param name="WholeOf">The version of the document whose whole outbox this is; null when there may have been more in it.</param>
/// <param name="MessageIds">The messages.</param>
public sealed record OutboxDelivery(Guid Id, long? WholeOf, IReadOnlyCollection<Guid> MessageIds);
