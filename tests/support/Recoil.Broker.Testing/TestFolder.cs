namespace Recoil.Broker.Testing;

/// <summary>Folders for what tests leave, beside their assembly so that they can be looked at afterwards.</summary>
public static class TestFolder
{
    /// <summary>The same name gives the same folder in every run of an assembly.</summary>
    public static string Of(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "left", .. parts]);
}
