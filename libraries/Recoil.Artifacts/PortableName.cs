namespace Recoil.Artifacts;

/// <summary>File names that mean a file everywhere.</summary>
internal static class PortableName
{
    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL"];
    private static readonly string[] s_ports = ["COM", "LPT"];

    /// <summary>Whether Windows takes the name for a device, as it does with <c>NUL</c>, <c>aux.v2</c> and <c>com1.png</c>.</summary>
    public static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0];
        return s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && s_ports.Contains(stem[..3], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether the name stays as it is on every file system: Windows takes full stops at the end away.</summary>
    public static bool Is(string name) => !name.EndsWith('.') && !IsDevice(name);
}
