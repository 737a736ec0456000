using System.Collections.Concurrent;

namespace Recoil.TestRunner;

/// <summary>In which order, and how many at a time, test assemblies are run.</summary>
/// <remarks>
/// Assemblies that start processes and wait for them go one after the other, so that they do not disturb each other; the others,
/// which compute, fill what they leave. Fast tests all go side by side.
/// </remarks>
internal sealed class Schedule(IReadOnlyList<TestAssembly> assemblies, Arguments arguments)
{
    /// <summary>The queues: each is worked through in order, all at the same time.</summary>
    public IReadOnlyList<IReadOnlyList<TestAssembly>> Lanes
    {
        get
        {
            var computing = assemblies.Where(assembly => assembly.Need is null).ToList();
            if (arguments.Fast)
            {
                var lanes = Math.Min(Environment.ProcessorCount, Math.Max(1, computing.Count));
                return [.. Enumerable.Range(0, lanes).Select(lane => computing.Where((_, i) => i % lanes == lane).ToList())];
            }

            return [[.. assemblies.Where(assembly => assembly.Need is not null)], computing];
        }
    }

    public async Task<IReadOnlyList<AssemblyRun>> RunAsync(Func<TestAssembly, Task<AssemblyRun>> runAsync, Action<AssemblyRun> ended)
    {
        var runs = new ConcurrentQueue<AssemblyRun>();
        await Task.WhenAll(Lanes.Select(async lane =>
        {
            foreach (var assembly in lane)
            {
                var run = await runAsync(assembly);
                runs.Enqueue(run);
                ended(run);
            }
        }));
        return [.. runs];
    }
}
