namespace Recoil.Runs.Testing;

public static class Png
{
    /// <summary>A PNG's first bytes: enough for what a plan is checked for.</summary>
    public static readonly byte[] Header = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0];
}
