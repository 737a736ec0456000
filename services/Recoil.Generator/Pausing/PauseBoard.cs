using Microsoft.Extensions.Logging;
using Recoil.Generator.Providers;
using Recoil.Storage.Steering;

namespace Recoil.Generator.Pausing;

/// <summary>What is paused, as this process saw it a second ago at most; and pauses an account that a provider refuses to work for.</summary>
internal sealed partial class PauseBoard(IPauses pauses, GeneratorOptions options, TimeProvider time, ILogger<PauseBoard> log)
{
    /// <summary>Who pauses an account where no person did.</summary>
    public const string Itself = "recoil";

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_never = TimeSpan.FromDays(-1);

    private volatile Seen _seen = new(PausedWork.None, s_never);

    /// <summary>What must not begin now.</summary>
    public async ValueTask<PausedWork> PausedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(0);
        if (_seen is { } seen && seen.At != s_never && now - seen.At < s_fresh)
            return seen.Work;
        return (_seen = new Seen(new PausedWork(await pauses.ListAsync(cancellationToken)), now)).Work;
    }

    /// <summary>Pauses the account of a provider, with the provider's reason. A person resumes it.</summary>
    public async Task PauseAccountAsync(IGenerationProvider provider, string reason, CancellationToken cancellationToken)
    {
        var isNews = await pauses.PauseAsync(new Pause(PausedPart.Account(provider.Name), Itself, reason, time.GetUtcNow()), cancellationToken);
        _seen = new Seen(PausedWork.None, s_never);
        if (!isNews)
            return;
        LogPaused(provider.Name, reason);
        options.OnAccountPaused?.Invoke($"the account of {provider.Name} is paused: {reason}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Paused the account of {Provider}: {Reason}. Nothing is submitted to it until recoil resume --account {Provider}")]
    private partial void LogPaused(string provider, string reason);

    private sealed record Seen(PausedWork Work, TimeSpan At);
}
