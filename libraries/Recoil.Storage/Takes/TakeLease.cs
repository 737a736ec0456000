using System.Runtime.InteropServices;

namespace Recoil.Storage.Takes;

/// <summary>Who wants claims, and for how long.</summary>
/// <param name="Worker">The process.</param>
/// <param name="Until">When a claim that was not renewed ends, in UTC.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TakeLease(string Worker, DateTimeOffset Until);
