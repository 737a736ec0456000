using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;
using Recoil.Storage.Reviews;
using Recoil.Storage.Takes;

namespace Recoil.EndToEnd.Tests;

/// <summary>What a run left behind: its report, its files, its store and the provider's own book.</summary>
internal sealed class FinishedRun : IDisposable
{
    private readonly string _out;
    private readonly ServiceProvider _store;
    private readonly JsonDocument _report;
    private readonly string _project;
    private readonly string _runId;

    public FinishedRun(string @out, string project, string runId)
    {
        _out = @out;
        _project = project;
        _runId = runId;
        _report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(@out, "report.json")));
        _store = new ServiceCollection()
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = Path.Combine(@out, ".recoil") })
            .BuildServiceProvider();
    }

    public IEnumerable<JsonElement> Shots => _report.RootElement.GetProperty("shots").EnumerateArray();

    /// <summary>Everything that must not depend on when and how often the program was killed, with the takes' bytes.</summary>
    public string Essence => string.Join('\n', Shots.Select(shot =>
    {
        var fields = new[] { "shot_id", "status", "cost_usd", "attempts", "takes", "failure_mode", "validation_notes", "output_path", "review_queue_id" };
        var values = fields.Select(name => shot.TryGetProperty(name, out var value) ? value.ToString() : "");
        return $"{string.Join(" | ", values)} | {HashOf(shot)}";
    }));

    /// <summary>What each shot was told to have cost.</summary>
    public decimal ShotCosts => Shots.Sum(s => s.GetProperty("cost_usd").GetDecimal());

    public IReadOnlyList<string> Escalated => [.. Shots
        .Where(s => s.GetProperty("status").GetString() is "needs_review" or "icu_escalated" or "attempts_exhausted")
        .Select(s => s.GetProperty("shot_id").GetString()!)];

    public Task<AccountBalance> BalanceAsync() =>
        _store.GetRequiredService<IBudgetLedger>().GetAsync(ShotIdentity.BudgetScopeOf(_project, _runId), default);

    public Task<(int Count, KnownCost Cost)> TakesAsync() =>
        _store.GetRequiredService<ITakeLedger>().TotalAsync(ShotIdentity.BudgetScopeOf(_project, _runId), default);

    public async Task<IReadOnlyList<string>> ReviewedAsync() =>
        [.. (await _store.GetRequiredService<IReviewEntries>().ListAsync(_project, _runId, default)).Select(r => r.Request.ShotId)];

    /// <summary>The provider's own book of accepted jobs: the take each was bought for.</summary>
    public IReadOnlyList<string> Bought => [.. File.ReadLines(Path.Combine(_out, ".recoil", "animatic", "jobs.jsonl"))
        .Where(line => line.Length > 0)
        .Select(ExternalIdOf)
        .OfType<string>()];

    public IReadOnlyList<string> Ops => File.ReadAllLines(Path.Combine(_out, "ops.log.jsonl"));

    /// <summary>Files in the output folder that no finished run should have.</summary>
    public IReadOnlyList<string> Leftovers => [.. Directory.EnumerateFiles(_out, "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/.recoil/", StringComparison.Ordinal) && (f.EndsWith(".tmp", StringComparison.Ordinal) || new FileInfo(f).Length == 0))];

    public void Dispose()
    {
        _store.Dispose();
        _report.Dispose();
    }

    private string HashOf(JsonElement shot) =>
        shot.TryGetProperty("output_path", out var path) && path.GetString() is { } relative && File.Exists(Path.Combine(_out, relative))
            ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_out, relative))))[..16]
            : "-";

    // A process that was killed while it wrote may leave a torn last line; the book's owner skips it too.
    private static string? ExternalIdOf(string line)
    {
        try
        {
            using var job = JsonDocument.Parse(line);
            return job.RootElement.GetProperty("externalId").GetString();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
