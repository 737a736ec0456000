namespace Recoil.Storage.Sagas;

/// <summary>What somebody knows to have delivered of a saga's outbox.</summary>
/// <param name="Id">The saga.</param>
/// <param name="WholeOf">The version of the document whose whole outbox this is; null when there may have been more in it.</param>
/// <param name="MessageIds">The messages.</param>
public sealed record OutboxDelivery(Guid Id, long? WholeOf, IReadOnlyCollection<Guid> MessageIds);
