using System.Diagnostics;
using MassTransit;

namespace Recoil.Hosting.Telemetry;

/// <summary>Tags a producer span from its message's headers; a message from an outbox has the tags there.</summary>
internal sealed class SendObserver : ISendObserver, IPublishObserver
{
    public Task PreSend<T>(SendContext<T> context) where T : class => Tag(context);

    public Task PostSend<T>(SendContext<T> context) where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    public Task PrePublish<T>(PublishContext<T> context) where T : class => Tag(context);

    public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;

    private static Task Tag(SendContext context)
    {
        if (Activity.Current is { Kind: ActivityKind.Producer } activity)
        {
            foreach (var name in ShotTags.All)
            {
                if (context.Headers.TryGetHeader(name, out var header) && ShotTags.Read(name, header) is { } value)
                    activity.SetTag(name, value);
            }
        }

        return Task.CompletedTask;
    }
}
