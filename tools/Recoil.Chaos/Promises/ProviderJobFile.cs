using System.Text.Json;

namespace Recoil.Chaos.Promises;

/// <summary>The animatic provider's job file: the jobs that were really submitted.</summary>
internal static class ProviderJobFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The last state of every job, by take id.</summary>
    public static IReadOnlyDictionary<Guid, ProviderJob> Read(string dataFolder)
    {
        var jobs = new Dictionary<Guid, ProviderJob>();
        var file = Path.Combine(dataFolder, "animatic", "jobs.jsonl");
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize<ProviderJob>(line, s_json) is { } job)
                    jobs[job.ExternalId] = job;
            }
            catch (JsonException)
            {
                // A line cut off by a kill before the job was accepted; the provider ignores it, too.
            }
        }

        return jobs;
    }
}

/// <summary>A job in the provider's file.</summary>
/// <param name="ExternalId">The take.</param>
/// <param name="Id">The provider's id.</param>
/// <param name="Cost">What it charges in US dollars; null where the file does not say it.</param>
/// <param name="Submits">How often it was submitted.</param>
internal sealed record ProviderJob(Guid ExternalId, string Id, decimal? Cost, int Submits);
