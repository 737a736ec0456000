using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Recoil.Artifacts;
using Recoil.Contracts;

namespace Recoil.Critic.Evaluation;

/// <summary>Judges labelled takes, to learn how often the critic is right.</summary>
public static class CriticEvaluation
{
    public const string CasesName = "cases.jsonl";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Judges all takes of a folder.</summary>
    /// <param name="folder">Holds <c>cases.jsonl</c> and what it names.</param>
    /// <param name="options">How takes are judged.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidDataException">A line of the list is no labelled take; the message names it.</exception>
    public static async Task<IReadOnlyList<JudgedCase>> RunAsync(string folder, CriticOptions options, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        var cases = await ReadAsync(folder, cancellationToken);
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddArtifacts(new ArtifactOptions { Folder = folder })
            .AddCritic(options)
            .BuildServiceProvider();
        var critic = services.GetRequiredService<TakeCritic>();
        var judged = new ConcurrentDictionary<int, JudgedCase>();
        await Parallel.ForEachAsync(
            cases.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
            async (item, stop) => judged[item.Index] = new JudgedCase(item.Item, await critic.JudgeAsync(Command(item.Item, folder), stop)));
        return [.. judged.OrderBy(entry => entry.Key).Select(entry => entry.Value)];
    }

    private static async Task<IReadOnlyList<LabelledCase>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var cases = new List<LabelledCase>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, CasesName), cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                cases.Add(JsonSerializer.Deserialize<LabelledCase>(line, s_json) ?? throw new JsonException("The line is null."));
            }
            catch (JsonException wrong)
            {
                throw new InvalidDataException($"{CasesName}, line {number}: {wrong.Message}", wrong);
            }
        }

        return cases;
    }

    private static CritiqueTake Command(LabelledCase item, string folder) => new()
    {
        CorrelationId = Guid.NewGuid(),
        TakeId = Guid.NewGuid(),
        Project = "evaluation",
        ShotId = Path.GetFileNameWithoutExtension(item.File),
        Operation = item.Operation,
        Output = Path.Combine(folder, item.File),
        References = [.. item.References.Select(name => Path.Combine(folder, name))],
        IdentityRefs = [.. item.IdentityRefs.Select(name => Path.Combine(folder, name))],
        SceneRefPath = item.SceneRef is null ? null : Path.Combine(folder, item.SceneRef),
        StartFrame = item.StartFrame is null ? null : Path.Combine(folder, item.StartFrame),
        EndFrame = item.EndFrame is null ? null : Path.Combine(folder, item.EndFrame),
        Duration = item.Duration,
        AspectRatio = item.AspectRatio,
        LockedOff = item.LockedOff,
    };
}
