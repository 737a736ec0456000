using MassTransit;

namespace Recoil.Shots;

/// <summary>What a fault says, in one line.</summary>
internal static class FaultReason
{
    /// <param name="what">What failed, such as <c>Handling a verdict failed</c>.</param>
    /// <param name="fault">The fault.</param>
    public static string Of(string what, Fault fault) =>
        fault.Exceptions is [var first, ..] && Innermost(first) is { } cause ? $"{what}: {cause.ExceptionType}: {cause.Message}" : $"{what}.";

    private static ExceptionInfo Innermost(ExceptionInfo exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
