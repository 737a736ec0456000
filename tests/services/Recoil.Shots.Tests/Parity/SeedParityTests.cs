using System.Collections.Concurrent;
using System.Text;

namespace Recoil.Shots.Tests.Parity;

/// <summary>Plays every scenario of the original through the real saga and the real budget service.</summary>
/// <remarks>Set <c>RECOIL_PARITY_VECTORS</c> to play the scenarios of another file.</remarks>
public sealed class SeedParityTests
{
    private const int Worlds = 6;
    private const int ScenariosPerWorld = 200;

    [Fact]
    public async Task The_saga_answers_every_scenario_as_the_original()
    {
        var vectors = Environment.GetEnvironmentVariable("RECOIL_PARITY_VECTORS") is { Length: > 0 } file
            ? [.. ParityVectors.Read(file)]
            : ParityVectors.All.ToList();
        vectors.ShouldNotBeEmpty();

        var differences = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            vectors.Chunk(Math.Clamp(vectors.Count / Worlds, 1, ScenariosPerWorld)),
            new ParallelOptions { MaxDegreeOfParallelism = Worlds },
            async (chunk, _) =>
            {
                await using var world = await ParityWorld.StartAsync();
                foreach (var vector in chunk)
                {
                    if (await DifferenceAsync(world, vector) is { } difference)
                        differences.Add(difference);
                }
            });

        differences.ShouldBeEmpty(Report(vectors.Count, differences));
    }

    private static async Task<string?> DifferenceAsync(ParityWorld world, ParityVector vector)
    {
        var expected = vector.Expect.ToString();
        string actual;
        try
        {
            actual = (await world.PlayAsync(vector)).ToString();
        }
        catch (TimeoutException timeout)
        {
            actual = timeout.ToString();
        }

        return actual == expected ? null : $"{vector.Id}\nexpected: {expected}\nactual:   {actual}\n";
    }

    private static string Report(int count, IReadOnlyCollection<string> differences)
    {
        var report = new StringBuilder($"{differences.Count} of {count} scenarios differ:\n");
        foreach (var difference in differences.Order(StringComparer.Ordinal))
            report.Append(difference);
        return report.ToString();
    }
}
