namespace Recoil.Shots;

/// <summary>Whether a reference can be used. A port: references may live elsewhere than on this machine's disk.</summary>
public interface IFileProbe
{
    bool Exists(string path);
}

/// <summary>References on disk.</summary>
internal sealed class DiskFileProbe : IFileProbe
{
    public bool Exists(string path) => File.Exists(path);
}
