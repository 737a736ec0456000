using MongoDB.Driver;

namespace Recoil.Storage.MongoDb.Takes;

internal static class TakeQuery
{
    /// <summary>Takes that have ended and were made; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredTake> HasCost = Builders<StoredTake>.Filter.Gte(take => take.CostPico, 0);

    public static FilterDefinition<StoredTake> Made(string account) => Builders<StoredTake>.Filter.Eq(take => take.Account, account) & HasCost;
}
