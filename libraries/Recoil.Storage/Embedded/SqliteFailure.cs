using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Recoil.Storage.Embedded;

/// <summary>Turns SQLite's errors that a person can remove into one clear line; others stay as they are.</summary>
internal static class SqliteFailure
{
    public static Exception Of(SqliteException exception, string file, TimeSpan lockTimeout)
    {
        var line = exception.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => $"There is no space left to write {file}. Free some disk space, then start again.",
            raw.SQLITE_IOERR =>
                $"Reading or writing {file} failed (SQLite code {exception.SqliteExtendedErrorCode}). Check the disk and its free space, then start again.",
            raw.SQLITE_CANTOPEN =>
                $"{file} cannot be opened. Check that its folder exists and may be written, or choose another data folder.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                $"{file} may not be written. Allow this user to write the file and its folder, or choose another data folder.",
            raw.SQLITE_NOTADB =>
                $"{file} is not a database of Recoil. Move it away, or choose another data folder.",
            raw.SQLITE_CORRUPT =>
                $"{file} is damaged. Put back a backup, or choose another data folder.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"{file} has been locked by another process for more than {lockTimeout.TotalSeconds:0.###} s. End the process that holds it, then start again.",
            _ => null,
        };
        return line is null ? exception : new StorageUnavailableException(line, exception);
    }
}
