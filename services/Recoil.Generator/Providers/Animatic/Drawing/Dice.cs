using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>Random numbers that follow from a text (SplitMix64): the same text gives the same numbers on every machine.</summary>
internal sealed class Dice(ulong state)
{
    private ulong _state = state;

    public static Dice Of(params ReadOnlySpan<string> parts) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)))));

    /// <summary>A noise value of a pixel, 0 to 1.</summary>
    public static float Noise(int x, int y, ulong salt) => (Mix(((ulong)(uint)x << 32 | (uint)y) ^ salt) >> 40) / (float)(1 << 24);

    public double Next() => (Step() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Next());

    public int Below(int count) => (int)(Next() * count);

    public bool Chance(double share) => Next() < share;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong Step() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
