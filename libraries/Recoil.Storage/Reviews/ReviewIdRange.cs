using System.Runtime.InteropServices;

namespace Recoil.Storage.Reviews;

/// <summary>The ids that begin with the same letters.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReviewIdRange(Guid First, Guid Last)
{
    /// <summary>All ids that begin so.</summary>
    /// <param name="letters">1 to 32 hexadecimal digits without hyphens.</param>
    /// <exception cref="FormatException">They are no such digits.</exception>
    public static ReviewIdRange BeginningWith(string letters) =>
        new(Guid.ParseExact(letters.PadRight(32, '0'), "N"), Guid.ParseExact(letters.PadRight(32, 'f'), "N"));
}
