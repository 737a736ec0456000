using System.Diagnostics;
using MassTransit;
using MassTransit.Logging;
using Recoil.Contracts;

namespace Recoil.Hosting.Telemetry;

/// <summary>Writes what is known of the shot into a message's headers, also where the message is only stored for now.</summary>
internal sealed class SentTrace<TContext> : IFilter<TContext> where TContext : class, SendContext
{
    private const string Link = "Link";

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

        switch (message)
        {
            case ShotCompleted:
                // The step that ends a shot says how.
                ShotTags.Set(current, tags);
                break;
            case ShotRequested when IsOfARun(current):
                // Every shot of a run has a trace of its own, linked to the step that started it.
                context.Headers.Set(DiagnosticHeaders.ActivityPropagation, Link);
                break;
        }
    }

    private static bool IsOfARun(Activity current)
    {
        var first = current;
        while (first.Parent is { } parent)
            first = parent;
        return first.GetTagItem(DiagnosticHeaders.Messaging.DestinationName) is EndpointNames.Runs;
    }
}
