using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

[Needs(Need.Process)]
public sealed class When_a_process_is_killed_while_it_writes : EmbeddedTest
{
    [Fact]
    public async Task No_confirmed_write_is_lost_and_none_is_half_done()
    {
        using var helper = HelperProcess.Start("write-until-killed", Folder);
        var confirmed = new List<string>();
        while (confirmed.Count < 600)
            confirmed.Add((await helper.ReadLineAsync()).ShouldNotBeNull());
        helper.Kill();
        // The last line may be cut off.
        confirmed.AddRange((await helper.ReadToEndAsync()).SkipLast(1));

        var database = Open();
        var films = new EmbeddedSagaDocuments<Counted>(database, "counter");
        var settled = 0;
        foreach (var line in confirmed)
        {
            var (what, id) = (line.Split(' ')[0], Guid.Parse(line.Split(' ')[1]));
            var document = (await films.LoadAsync(id, default)).ShouldNotBeNull();
            document.Version.ShouldBe(document.State.Value + 1);
            if (what != "inserted")
                document.Version.ShouldBe(2);
            if (what == "settled")
                settled++;
        }

        settled.ShouldBeGreaterThan(0);
        var account = await new EmbeddedBudgetLedger(database).GetAsync("account", default);
        account.Spent.ShouldBeInRange(settled * 0.01m, (settled + 17) * 0.01m);
        account.Reserved.ShouldBe(account.OpenReservations * 0.02m);
        account.OpenReservations.ShouldBeInRange(0, 16);
    }

    private sealed class Counted
    {
        public int Value { get; set; }
    }
}
