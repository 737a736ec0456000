using Microsoft.Data.Sqlite;
using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

public sealed class When_the_file_cannot_be_used : EmbeddedTest
{
    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        var folder = Path.Combine(file, "data");

        ShouldFail(folder).ShouldStartWith($"The data folder {folder} cannot be made: ");
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        Directory.CreateDirectory(DatabaseFile);

        ShouldFail(Folder).ShouldBe(
            $"{DatabaseFile} cannot be opened. Check that its folder exists and may be written, or choose another data folder.");
    }

    [Fact]
    public void A_file_that_is_no_database_is_not_touched()
    {
        var text = string.Concat(Enumerable.Repeat("not a database ", 1_000));
        File.WriteAllText(DatabaseFile, text);

        ShouldFail(Folder).ShouldBe($"{DatabaseFile} is not a database of Recoil. Move it away, or choose another data folder.");

        File.ReadAllText(DatabaseFile).ShouldBe(text);
    }

    [Fact]
    public void The_database_of_another_program_is_left_alone()
    {
        Run("CREATE TABLE songs (title TEXT)");

        ShouldFail(Folder).ShouldBe($"{DatabaseFile} is the database of another program. Move it away, or choose another data folder.");
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        Open().Dispose();
        Run("PRAGMA user_version = 99");

        ShouldFail(Folder).ShouldBe(
            $"{DatabaseFile} was written by a newer version (schema 99; this one knows 14). Use the newer version, or choose another data folder.");
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        Open().Dispose();
        using (var file = new FileStream(DatabaseFile, FileMode.Open))
        {
            file.Position = 100;
            file.Write(new byte[4_000]);
        }

        ShouldFail(Folder).ShouldBe($"{DatabaseFile} is damaged. Put back a backup, or choose another data folder.");
    }

    [Fact]
    public async Task A_write_gives_up_when_another_process_keeps_the_file_too_long_and_works_again_after_it()
    {
        var database = Open(lockTimeout: TimeSpan.FromMilliseconds(50));
        var films = FilmsOf(database);
        using (var other = Connect())
        {
            using var holding = other.BeginTransaction(deferred: false);
            var writing = Enumerable.Range(0, 20).Select(_ => films.TryInsertAsync(NewFilm(), default)).ToArray();

            foreach (var write in writing)
            {
                (await Should.ThrowAsync<StorageUnavailableException>(() => write)).Message.ShouldBe(
                    $"{DatabaseFile} has been locked by another process for more than 0.05 s. End the process that holds it, then start again.");
            }
        }

        (await films.TryInsertAsync(NewFilm(), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_waits_for_another_process_that_is_soon_done()
    {
        var database = Open();
        Task<bool> writing;
        using (var other = Connect())
        {
            using var holding = other.BeginTransaction(deferred: false);
            writing = FilmsOf(database).TryInsertAsync(NewFilm(), default);
            writing.IsCompleted.ShouldBeFalse();
        }

        (await writing.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();
    }

    private static string ShouldFail(string folder) => Should.Throw<StorageUnavailableException>(
        () => new EmbeddedDatabase(new EmbeddedStoreOptions { DataFolder = folder })).Message;

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
