using System.Runtime.InteropServices;

namespace Recoil.Storage.Takes;

/// <summary>A worker's hold on a take.</summary>
/// <param name="TakeId">The take.</param>
/// <param name="Token">The fencing token: each claim of a take has a higher one, and a write under an earlier one is refused.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TakeClaim(Guid TakeId, long Token);
