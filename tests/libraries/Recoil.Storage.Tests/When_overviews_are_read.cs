using Microsoft.Data.Sqlite;
using Recoil.Storage.Conformance;
using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_overviews_are_read : EmbeddedTest
{
    [Fact]
    public async Task Runs_are_listed_from_an_index_that_costs_shots_nothing()
    {
        var database = Open();
        await new EmbeddedSagaDocuments<Film>(database, "shot").TryInsertAsync(NewFilm(), default);
        await new EmbeddedSagaDocuments<Film>(database, "run").TryInsertAsync(NewFilm(), default);

        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sagas INDEXED BY sagas_but_shots WHERE type <> 'shot'";
        command.ExecuteScalar().ShouldBe(1L);
        command.CommandText = "EXPLAIN QUERY PLAN SELECT id FROM sagas WHERE type = 'run' AND type <> 'shot' ORDER BY rowid DESC LIMIT 10";
        using var plan = command.ExecuteReader();
        plan.Read().ShouldBeTrue();
        plan.GetString(3).ShouldContain("sagas_but_shots (type=?)");
        plan.Read().ShouldBeFalse();
    }
}
