using Microsoft.Data.Sqlite;

namespace Recoil.Bench.Recording;

/// <summary>Samples documents of the embedded store.</summary>
internal sealed class EmbeddedDocumentSampler : IDocumentSampler
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteParameter _id;

    /// <param name="storeFolder">The store's folder.</param>
    public EmbeddedDocumentSampler(string storeFolder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(storeFolder, "recoil.db")};Mode=ReadWrite;Pooling=False");
        _connection.Open();
        _read = _connection.CreateCommand();
        _read.CommandText = "SELECT version, document FROM sagas WHERE id = $id AND type = 'shot'";
        _id = _read.Parameters.Add("$id", SqliteType.Blob);
        _read.Prepare();
    }

    public (long Version, byte[] Document)? Read(Guid shot)
    {
        _id.Value = shot.ToByteArray(bigEndian: true);
        using var row = _read.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), (byte[])row[1]) : null;
    }

    public void Dispose()
    {
        _read.Dispose();
        _connection.Dispose();
    }
}
