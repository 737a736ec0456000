using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.Tests;

[Needs(Need.Process)]
public sealed class When_two_processes_share_a_file : EmbeddedTest
{
    [Fact]
    public async Task Every_change_counts_the_cap_holds_and_each_due_document_goes_to_one()
    {
        const int changes = 40;
        var database = Open();
        var counters = new EmbeddedSagaDocuments<Counter>(database, "counter");
        var counter = new SagaDocument<Counter> { Id = Guid.NewGuid(), State = new Counter() };
        await counters.TryInsertAsync(counter, default);
        var due = Enumerable.Range(0, 30).Select(_ => new SagaDocument<Counter>
        {
            Id = Guid.NewGuid(),
            State = new Counter(),
            OutboxDueAt = DateTimeOffset.UnixEpoch,
        }).ToArray();
        await Task.WhenAll(due.Select(document => counters.TryInsertAsync(document, default)));

        using var first = HelperProcess.Start("share", Folder, counter.Id.ToString(), changes.ToString());
        using var second = HelperProcess.Start("share", Folder, counter.Id.ToString(), changes.ToString());
        string[] said = [.. await first.ReadToEndAsync(), .. await second.ReadToEndAsync()];

        said.Count(line => line == "changed").ShouldBe(2 * changes);
        (await counters.LoadAsync(counter.Id, default)).ShouldNotBeNull().State.Value.ShouldBe(2 * changes);
        said.Count(line => line == nameof(ReservationOutcome.Reserved)).ShouldBe(changes);
        said.Count(line => line == nameof(ReservationOutcome.RefusedByEpisode)).ShouldBe(changes);
        (await new EmbeddedBudgetLedger(database).GetAsync("account", default)).ShouldBe(new AccountBalance(0, changes * 0.1m, changes));
        said.Where(line => line.StartsWith("claimed ", StringComparison.Ordinal)).ShouldBe(due.Select(document => $"claimed {document.Id}"), ignoreOrder: true);
    }

    private sealed class Counter
    {
        public int Value { get; set; }
    }
}
