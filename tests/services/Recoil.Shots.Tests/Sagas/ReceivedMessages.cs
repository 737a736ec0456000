using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts.Rules;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>Notes messages that a service of its own process would refuse: nothing that the sagas send may be one.</summary>
internal sealed class ReceivedMessages : IConsumeObserver
{
    private readonly ConcurrentQueue<string> _refused = new();

    /// <summary>Those that would be refused, each with the reason.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public Task PreConsume<T>(ConsumeContext<T> context) where T : class
    {
        if (MessageRules.Of<T>()?.Refusal(context.Message) is { } why)
            _refused.Enqueue($"{typeof(T).Name}: {why}");
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class => Task.CompletedTask;
}
