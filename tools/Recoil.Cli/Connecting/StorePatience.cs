using Recoil.Storage;

namespace Recoil.Cli.Connecting;

/// <summary>Services wait for a store that is away, so whoever follows what they do waits, too.</summary>
/// <param name="log">Told once for each outage.</param>
/// <param name="time">The clock.</param>
internal sealed class StorePatience(TextWriter log, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks the store, again and again while its server is away.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be used for a reason that does not pass by itself.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return await question();
            }
            catch (StorageUnavailableException away) when (away.IsOutage)
            {
                if (!told)
                    await log.WriteLineAsync($"{away.Message} Following goes on when it answers.");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
