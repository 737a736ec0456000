using System.Text.Json;

namespace Recoil.Local;

/// <summary>JSON files that only their owner may read, because they hold a password; written whole or not at all.</summary>
internal static class PrivateFile
{
    public static T? Read<T>(string path) where T : class =>
        File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path)) : null;

    public static void Write<T>(string path, T content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = path + ".new";
        using (var file = new FileStream(half, options))
            JsonSerializer.Serialize(file, content);
        File.Move(half, path, overwrite: true);
    }
}
