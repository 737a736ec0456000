using System.Reflection;
using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_the_file_grows : EmbeddedTest
{
    [Fact]
    public async Task No_statement_reads_a_whole_table()
    {
        var statements = typeof(EmbeddedDatabase).Assembly.GetTypes()
            .Where(type => !type.IsGenericType)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Sql))
            .Select(field => ((Sql)field.GetValue(null)!).Text)
            .Where(text => text.Contains("WHERE", StringComparison.Ordinal))
            .ToList();
        statements.Count.ShouldBeGreaterThan(15);

        var database = Open();
        foreach (var statement in statements)
        {
            var plan = await database.ReadAsync(
                static (session, statement) =>
                {
                    var rows = new List<string>();
                    var explain = session[new Sql($"EXPLAIN QUERY PLAN {statement}")];
                    while (explain.Step())
                        rows.Add(explain.Text(3));
                    explain.Reset();
                    return rows;
                },
                statement,
                default);

            plan.ShouldNotBeEmpty(statement);
            plan.ShouldAllBe(row => !row.StartsWith("SCAN "), statement);
            plan.ShouldAllBe(row => !row.Contains("TEMP B-TREE"), statement);
        }
    }

    [Fact]
    public async Task Every_commit_is_flushed_to_the_disk() => (await Open().WriteAsync(
        WriteKind.Saga,
        static (session, _) => (session.Number("PRAGMA synchronous"), session.Number("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'")),
        0,
        default)).ShouldBe((2, 1));
}
