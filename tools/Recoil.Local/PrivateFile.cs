using System.Text.Json;

namespace Recoil.Local;

/// <summary>JSON files that only their owner can read, because they contain a password. Writes are atomic.</summary>
internal static class PrivateFile
{
    public static T? Read<T>(string path) where T : class =>
        File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path)) : null;

    public static void Write<T>(string path, T content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, options))
            JsonSerializer.Serialize(file, content);
        File.Move(temporary, path, overwrite: true);
    }
}
