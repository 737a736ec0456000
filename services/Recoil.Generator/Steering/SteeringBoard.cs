using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Recoil.Generator.Providers;
using Recoil.Generator.Takes;
using Recoil.Providers;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Steering;

/// <summary>
/// What people have paused and which priorities they have set, as this process saw it a second ago at most; and pauses an account that a provider
/// refuses to work for.
/// </summary>
internal sealed partial class SteeringBoard(
    IPauses pauses, IPriorities priorities, ITakeLedger ledger, ProviderTable providers, GeneratorOptions options, TimeProvider time, ILogger<SteeringBoard> log)
{
    /// <summary>Who pauses an account where no person did.</summary>
    public const string Itself = "recoil";

    /// <summary>A take may be added by a process that has not seen a new priority yet, so it is given to those that wait once more, and again.</summary>
    private const int Applications = 3;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SetTakePriority, int> _applied = new();
    private volatile Seen? _seen;

    /// <summary>What holds now.</summary>
    public async ValueTask<SteeredWork> NowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(0);
        if (_seen is { } seen && now - seen.At < s_fresh)
            return seen.Work;

        var work = new SteeredWork(new PausedWork(await pauses.ListAsync(cancellationToken)), await priorities.ListAsync(cancellationToken));
        await ApplyAsync(work.Priorities, cancellationToken);
        _seen = new Seen(work, now);
        return work;
    }

    /// <summary>Pauses the account of a provider, with the provider's reason. A person resumes it.</summary>
    public async Task PauseAccountAsync(IGenerationProvider provider, string reason, CancellationToken cancellationToken)
    {
        var isNews = await pauses.PauseAsync(new Pause(PausedPart.Account(provider.Name), Itself, reason, time.GetUtcNow()), cancellationToken);
        _seen = null;
        if (!isNews)
            return;
        LogPaused(provider.Name, reason);
        options.OnAccountPaused?.Invoke($"the account of {provider.Name} is paused: {reason}");
    }

    private async Task ApplyAsync(IReadOnlyList<SetTakePriority> all, CancellationToken cancellationToken)
    {
        if (all.All(set => _applied.GetValueOrDefault(set) >= Applications))
            return;

        // A shot's own stands over its run's, so those of a run are applied together.
        var runs = all.Where(set => _applied.GetValueOrDefault(set) < Applications).Select(set => set.Account).ToHashSet(StringComparer.Ordinal);
        var fresh = all.Where(set => runs.Contains(set.Account)).ToList();
        foreach (var provider in providers.Served)
            await ledger.PrioritizeAsync(provider.Name, fresh, cancellationToken);
        foreach (var set in fresh)
            _applied.AddOrUpdate(set, 1, (_, times) => times + 1);
        foreach (var gone in _applied.Keys.Except(all))
            _applied.TryRemove(gone, out _);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Paused the account of {Provider}: {Reason}. Nothing is submitted to it until recoil resume --account {Provider}")]
    private partial void LogPaused(string provider, string reason);

    private sealed record Seen(SteeredWork Work, TimeSpan At);
}

/// <summary>What people have steered, at one moment.</summary>
/// <param name="Paused">What must not begin.</param>
/// <param name="Priorities">What was set over the requests.</param>
internal sealed record SteeredWork(PausedWork Paused, IReadOnlyList<SetTakePriority> Priorities)
{
    /// <summary>The priority of a take: what was set for its shot, or for its run, or what its request says.</summary>
    public int PriorityOf(string account, Guid shot, int asked) =>
        Priorities.LastOrDefault(set => set.Account == account && (set.Shot is null || set.Shot == shot))?.Priority ?? asked;
}
