using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Budget;

namespace Recoil.Storage.MongoDb.Tests.Levels;

public sealed class When_a_project_has_many_runs : MongoTest
{
    [Fact]
    public async Task Its_document_stays_small_and_each_hold_is_still_known()
    {
        const int Many = MongoHolds.MostHere * 2;
        for (var run = 0; run < Many; run++)
            await Ledger.AdmitAsync(new RunAdmission($"film/run-{run}", 1, 1, Noon), default);
        for (var run = 0; run < Many; run += 3)
            await Ledger.CloseAsync($"film/run-{run}", 1, Noon, default);

        var project = await Store.Projects.Find(there => there.Id == "film").SingleAsync();
        project.Holds.Count.ShouldBeLessThan(MongoHolds.MostHere);
        project.HoldCount.ShouldBe(project.Holds.Count);
        var moved = await Store.Holds.Find(Builders<MovedHold>.Filter.Empty).ToListAsync();
        var all = moved.ToDictionary(hold => AccountQuery.Key(hold.Id), hold => hold.Hold, StringComparer.Ordinal);
        foreach (var (key, hold) in project.Holds)
            all[key] = hold;
        all.Count.ShouldBe(Many);
        all.Values.Count(hold => hold.AmountPico == 0).ShouldBe((Many + 2) / 3);
        all.Values.Sum(hold => PicoDollars.ToDollars(hold.AmountPico)).ShouldBe(project.Held);
    }
}
