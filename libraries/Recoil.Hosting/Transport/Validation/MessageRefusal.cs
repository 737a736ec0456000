using System.Reflection;
using MassTransit;
using Recoil.Contracts.Rules;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>Applies the rules that stand beside a message's contract; a message without rules keeps them.</summary>
internal static class MessageRefusal<T> where T : class
{
    private static readonly Func<T, string?> s_check = Create();

    /// <summary>Why the message is refused, in one line without the prompt; null if it may be handled.</summary>
    public static string? Of(T message) => s_check(message);

    private static Func<T, string?> Create()
    {
        if (typeof(T) is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Fault<>))
        {
            return typeof(MessageRefusal<T>)
                .GetMethod(nameof(OfFault), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments())
                .CreateDelegate<Func<T, string?>>();
        }

        return MessageRules.Of<T>() is { } rules ? rules.Refusal : static _ => null;
    }

    private static string? OfFault<TCause>(Fault<TCause> fault) where TCause : class
    {
        if (MessageRules.Of<TCause>() is not { } rules)
            return null;
        if (rules.RefusalOfCause(fault.Message) is { } refusal)
            return refusal;
        return fault.Exceptions is null ? "exceptions is null"
            : Array.Exists(fault.Exceptions, exception => exception is null) ? "exceptions has an entry that is null"
            : null;
    }
}
