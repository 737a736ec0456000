namespace Recoil.Testing;

/// <summary>The repository that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Recoil.Bus.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Recoil.Bus.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
