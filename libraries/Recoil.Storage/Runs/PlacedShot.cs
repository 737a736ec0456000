using System.Runtime.InteropServices;

namespace Recoil.Storage.Runs;

/// <summary>A shot in a place.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="Scene">Its scene; null when it has none.</param>
/// <param name="WasRemade">It is made again, or was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlacedShot(int Index, int? Scene, bool WasRemade = false);
