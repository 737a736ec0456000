using MassTransit;
using MassTransit.RetryPolicies;
using Recoil.Storage;

namespace Recoil.Hosting.Transport.Waiting;

/// <summary>
/// Holds a message during an outage of the store and retries until the store answers: an outage is no fault of a message, so it neither
/// counts towards a limit nor ends in an error queue. What the message does is repeatable, also where a write got through and only
/// its answer did not.
/// </summary>
internal sealed class StoreWaitFilter<T>(StoreOutage outage) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var since = outage.Now;
        for (var tries = 1; ; tries++)
        {
            try
            {
                // A separate context keeps the faults of every try but the last from being published.
                await next.Send(new RetryConsumeContext<T>(context, StoreIsAway.Policy, retryContext: null));
                if (tries > 1)
                    outage.Ended();
                return;
            }
            catch (StorageUnavailableException away)
            {
                await outage.WaitAsync(tries, since, away, context.CancellationToken);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("wait-for-store");
}

/// <summary>Marks the exceptions that lead to another try.</summary>
internal sealed class StoreIsAway : IRetryPolicy
{
    public static readonly StoreIsAway Policy = new();

    public bool IsHandled(Exception exception) => exception is StorageUnavailableException;

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context) where T : class, PipeContext =>
        throw new NotSupportedException("The filter repeats, not the policy.");

    public void Probe(ProbeContext context) => context.CreateScope("store-is-away");
}
