using Recoil.Storage;

namespace Recoil.Cli.Connecting;

/// <summary>Repeats reads of the store during an outage, as the services do.</summary>
/// <param name="log">Receives one line for each outage.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreRetry(TextWriter log, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Reads from the store; repeats every second during an outage.</summary>
    /// <exception cref="StorageUnavailableException">The store cannot be used for another reason than an outage.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        for (var logged = false; ; logged = true)
        {
            try
            {
                return await question();
            }
            catch (StorageUnavailableException away) when (away.IsOutage)
            {
                if (!logged)
                    await log.WriteLineAsync($"{away.Message} Following continues when it answers.");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
