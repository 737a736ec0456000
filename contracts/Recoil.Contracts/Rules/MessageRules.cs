using System.Collections.Frozen;

namespace Recoil.Contracts.Rules;

/// <summary>The rules of a message beyond its types: one class for each message. Pure: no clock, bus or store.</summary>
internal abstract class MessageRules
{
    private static readonly FrozenDictionary<Type, MessageRules> s_all = typeof(MessageRules).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(MessageRules)) && !type.IsAbstract)
        .Select(type => (MessageRules)Activator.CreateInstance(type)!)
        .ToFrozenDictionary(rules => rules.MessageType);

    /// <summary>The rules of every message that has some.</summary>
    public static IEnumerable<MessageRules> All => s_all.Values;

    public abstract Type MessageType { get; }

    /// <summary>The rules of a message type; null if it has none.</summary>
    public static MessageRules<T>? Of<T>() where T : class => Of(typeof(T)) as MessageRules<T>;

    /// <inheritdoc cref="Of{T}"/>
    public static MessageRules? Of(Type message) => s_all.GetValueOrDefault(message);

    /// <summary>Why a message is refused, in one line without the prompt; null if it keeps its rules.</summary>
    public abstract string? Refusal(object message);

    /// <summary>The same for a message that a fault reports: for most, only what identifies the shot and the part of it.</summary>
    public abstract string? RefusalOfCause(object? message);

    /// <summary>Calls the visitor with the message's type.</summary>
    public abstract void Accept(IMessageRulesVisitor visitor);
}

/// <inheritdoc/>
internal abstract class MessageRules<T> : MessageRules where T : class
{
    public sealed override Type MessageType => typeof(T);

    /// <summary>Checks a message; the first violation counts.</summary>
    public abstract void Check(MessageCheck check, T message);

    /// <summary>Checks a message that a fault reports.</summary>
    public virtual void CheckCause(MessageCheck check, T message) => Check(check, message);

    public sealed override string? Refusal(object message)
    {
        var check = new MessageCheck();
        Check(check, (T)message);
        return check.Complaint;
    }

    public sealed override string? RefusalOfCause(object? message)
    {
        var check = new MessageCheck();
        if (check.Present(message))
            CheckCause(check, (T)message!);
        return check.Complaint;
    }

    public sealed override void Accept(IMessageRulesVisitor visitor) => visitor.Visit(this);
}

/// <summary>The rules of a message that is published to a topic exchange.</summary>
internal abstract class RoutedMessageRules<T> : MessageRules<T> where T : class
{
    /// <summary>The routing key that the message is published with.</summary>
    public abstract string RoutingKeyOf(T message);
}

/// <summary>Work on the rules of every message that needs the message's type.</summary>
internal interface IMessageRulesVisitor
{
    void Visit<T>(MessageRules<T> rules) where T : class;
}
