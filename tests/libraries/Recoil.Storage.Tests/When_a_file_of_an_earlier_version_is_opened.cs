using Microsoft.Data.Sqlite;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_a_file_of_an_earlier_version_is_opened : EmbeddedTest
{
    private static readonly Guid s_film = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_take = new("00000000-0000-0000-0000-000000000002");
    private static readonly Guid s_review = new("00000000-0000-0000-0000-000000000003");

    public When_a_file_of_an_earlier_version_is_opened() => Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "version-1.sql")));

    [Fact]
    public async Task Everything_is_still_there()
    {
        var database = Open();

        (await FilmsOf(database).LoadAsync(s_film, default)).ShouldNotBeNull().State.Takes.ShouldBe(3);
        (await new EmbeddedTakeLedger(database).FindAsync(s_take, default)).ShouldNotBeNull().Result.ShouldNotBeNull().Cost.ShouldBe(0.04m);
        (await new EmbeddedTakeLedger(database).TotalAsync("film/run-1", default)).ShouldBe((1, KnownCost.Reported(0.04m)));
        (await new EmbeddedReviewEntries(database).ListAsync("film", "run-1", default)).ShouldHaveSingleItem().ReviewId.ShouldBe(s_review);
    }

    [Fact]
    public async Task What_this_version_added_works_on_it()
    {
        var database = Open();
        var reviews = new EmbeddedReviewEntries(database);
        (await reviews.ListOpenAsync("film", 10, default)).Entries.ShouldHaveSingleItem().ReviewId.ShouldBe(s_review);

        await reviews.DecideAsync(
            new ReviewDecided { CorrelationId = s_film, ReviewId = s_review, Decision = ReviewDecision.Reject, By = "Ida", At = DateTimeOffset.UnixEpoch },
            DateTimeOffset.UnixEpoch, default);

        (await reviews.ListOpenAsync(null, 10, default)).Entries.ShouldBeEmpty();
        (await FilmsOf(database).ListNewestAsync(10, default)).Documents.ShouldHaveSingleItem().Id.ShouldBe(s_film);
    }

    [Fact]
    public async Task A_take_whose_outcome_was_unknown_cost_nobody_knows_what_and_one_that_cannot_be_read_keeps_nothing_closed()
    {
        Run("""
            INSERT INTO takes VALUES (x'00000000000000000000000000000004', x'00000000000000000000000000000001', 'film/run-2', 640000000000000000, NULL, NULL, NULL, 0,
                CAST('{"correlationId":"00000000-0000-0000-0000-000000000001","takeId":"00000000-0000-0000-0000-000000000004","success":false,"cost":0,"errorKind":"outcome_unknown"}' AS BLOB));
            INSERT INTO takes VALUES (x'00000000000000000000000000000005', x'00000000000000000000000000000001', 'film/run-2', 640000000000000000, NULL, NULL, NULL, 50000000000,
                CAST('{"correlationId":"00000000-0000-0000-0000-000000000001","takeId":"00000000-0000-0000-0000-000000000005","success":true,"cost":0.05}' AS BLOB));
            INSERT INTO takes VALUES (x'00000000000000000000000000000006', x'00000000000000000000000000000001', 'film/run-2', 640000000000000000, NULL, NULL, NULL, 0, x'7b');
            """);

        (await new EmbeddedTakeLedger(Open()).TotalAsync("film/run-2", default)).ShouldBe((3, new KnownCost(0.05m, CostSource.Unknown)));
        (await new EmbeddedTakeLedger(Open()).TotalAsync("film/run-1", default)).ShouldBe((1, KnownCost.Reported(0.04m)));
    }

    [Fact]
    public async Task What_accounts_hold_counts_for_their_projects()
    {
        Run("""
            INSERT INTO accounts (account, spent, reserved, open) VALUES ('old/run-1', 1000000000000, 500000000000, 1), ('old/run-2', 250000000001, 0, 0), ('older/run-1', 7, 0, 0);
            INSERT INTO reservations (id, account, outcome, amount, charged, lapses_at) VALUES (x'00000000000000000000000000000009', 'old/run-1', 0, 500000000000, 0, 700000000000000000);
            """);
        var database = Open();
        var (ledger, projects) = (new EmbeddedBudgetLedger(database), new EmbeddedProjectBudgets(database));
        var now = DateTimeOffset.UnixEpoch;
        (await projects.ShowAsync("old", now, 10, default)).ShouldNotBeNull().Held.ShouldBe(1.750000000001m);
        (await projects.ShowAsync("older", now, 10, default)).ShouldNotBeNull().Held.ShouldBe(0.000000000007m);

        await projects.SetAsync(new ProjectBudget("old", 2, BudgetPeriod.Total, "Ida", now), default);
        ReservationRequest Request(decimal amount) => new("old/run-1", Guid.NewGuid(), amount, 10, 0, 10, now, TimeSpan.FromHours(1));
        (await ledger.ReserveAsync(Request(0.5m), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        await ledger.SettleAsync("old/run-1", new Guid("00000000-0000-0000-0000-000000000009"), 0.125m, now, default);
        (await ledger.ReserveAsync(Request(0.5m), default)).ShouldBe(ReservationOutcome.Reserved);

        (await projects.ShowAsync("old", now, 10, default)).ShouldNotBeNull().Runs
            .ShouldBe([new RunBalance("old/run-1", 1.625m, 1.125m), new RunBalance("old/run-2", 0.250000000001m, 0.250000000001m)]);
    }

    [Fact]
    public async Task It_is_the_same_as_a_new_file_and_opens_again()
    {
        Open().Dispose();
        var migrated = SchemaOf(DatabaseFile);
        using (var folder = new TemporaryFolder())
        {
            new EmbeddedDatabase(new EmbeddedStoreOptions { DataFolder = folder.Path }).Dispose();
            migrated.ShouldBe(SchemaOf(folder["recoil.db"]));
        }

        (await FilmsOf(Open()).TryInsertAsync(NewFilm(), default)).ShouldBeTrue();
    }

    private static List<string> SchemaOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'
            UNION ALL SELECT 'index ' || name || ' on ' || tbl_name FROM sqlite_schema WHERE type = 'index'
            UNION ALL SELECT 'version ' || user_version FROM pragma_user_version ORDER BY 1
            """;
        using var rows = command.ExecuteReader();
        var schema = new List<string>();
        while (rows.Read())
            schema.Add(rows.GetString(0));
        return schema;
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
