using System.Text.Json;

namespace Recoil.Chaos.Promises;

/// <summary>The animatic provider's own book: what was really bought.</summary>
internal static class JobBookFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Every job as its last line has it, by take.</summary>
    public static IReadOnlyDictionary<Guid, BookedJob> Read(string dataFolder)
    {
        var jobs = new Dictionary<Guid, BookedJob>();
        var file = Path.Combine(dataFolder, "animatic", "jobs.jsonl");
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize<BookedJob>(line, s_json) is { } job)
                    jobs[job.ExternalId] = job;
            }
            catch (JsonException)
            {
                // Torn by a kill before the job was accepted: the provider passes over it, too.
            }
        }

        return jobs;
    }
}

/// <summary>A job in the provider's book.</summary>
internal sealed record BookedJob(Guid ExternalId, string Id, decimal Cost, int Submits);
