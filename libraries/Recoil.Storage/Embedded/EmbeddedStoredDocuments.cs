namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedStoredDocuments(EmbeddedDatabase database) : IStoredDocuments
{
    /// <summary>So few at once that writers are not kept from their checkpoints.</summary>
    private const int RowsAtOnce = 100;

    private static readonly Sql[] s_pages =
    [
        Page("document FROM sagas"), Page("request FROM takes"), Page("result FROM takes"), Page("entry FROM reviews"),
        Page("shot FROM run_plans"), Page("output FROM run_shots"), Page("approved FROM run_shots"), Page("built_on FROM run_shots"), Page("remake FROM run_shots"),
        Page("output FROM approved_shots"),
    ];

    public async Task ReadAsync(Action<ReadOnlySpan<byte>> show, CancellationToken cancellationToken)
    {
        foreach (var page in s_pages)
        {
            for (long? last = 0; last is not null;)
            {
                last = await database.ReadAsync(
                    static (session, read) => Show(session[read.Page].Bind(1, read.After).Bind(2, RowsAtOnce), read.Show),
                    (Page: page, After: last.Value, Show: show), cancellationToken);
            }
        }
    }

    private static Sql Page(string column) => new($"SELECT rowid, {column} WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");

    /// <returns>The last row; null when there are no more.</returns>
    private static long? Show(Statement rows, Action<ReadOnlySpan<byte>> show)
    {
        long? last = null;
        try
        {
            while (rows.Step())
            {
                last = rows.Integer(0);
                show(rows.Blob(1));
            }
        }
        finally
        {
            rows.Reset();
        }

        return last;
    }
}
