namespace Recoil.Testing;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder's full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("recoil-test-").FullName;

    /// <summary>The full path of a file or folder in it; it need not exist.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, with the folders it is in.</summary>
    /// <returns>Its full path.</returns>
    public string Write(string name, string content)
    {
        File.WriteAllText(Prepare(name), content);
        return this[name];
    }

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Prepare(name), content);
        return this[name];
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Prepare(string name)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        return this[name];
    }
}
