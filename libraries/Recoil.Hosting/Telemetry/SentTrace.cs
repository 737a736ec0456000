using System.Diagnostics;
using MassTransit;
using Recoil.Contracts;

namespace Recoil.Hosting.Telemetry;

/// <summary>Sets the shot's tags as headers of a sent message, also of one that waits in an outbox.</summary>
internal sealed class SentTrace<TContext> : IFilter<TContext> where TContext : class, SendContext
{
    public Task Send(TContext context, IPipe<TContext> next)
    {
        if (Activity.Current is { } current && context is SendContext<object> { Message: var message })
            Describe(context, message, current);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("sent-trace");

    private static void Describe(TContext context, object message, Activity current)
    {
        var tags = ShotTags.Of(message).ToList();
        foreach (var (name, value) in tags)
            context.Headers.Set(name, value);

        if (!tags.Exists(tag => tag.Key == ShotTags.Project))
        {
            foreach (var name in ShotTags.OfTheShot)
            {
                if (current.GetTagItem(name) is { } value && !context.Headers.TryGetHeader(name, out _))
                    context.Headers.Set(name, value);
            }
        }

        // The span of the step that ends a shot has the shot's status.
        if (message is ShotCompleted)
            ShotTags.Set(current, tags);
    }
}
