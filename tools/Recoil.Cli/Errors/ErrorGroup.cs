using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Recoil.Cli.Commands;
using Recoil.Plans;

namespace Recoil.Cli.Errors;

/// <summary>Failed messages of one type that lie in one queue for one cause.</summary>
internal sealed partial record ErrorGroup
{
    /// <summary>Follows from queue, type and cause: the same group has the same id tomorrow.</summary>
    public required string Id { get; init; }
    public required string Queue { get; init; }
    public required string Type { get; init; }

    /// <summary>What went wrong, with ids and numbers left open.</summary>
    public required string Cause { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<FailedMessage> Messages { get; init; }

    public DateTimeOffset? First => Messages.Min(message => message.At);

    public DateTimeOffset? Last => Messages.Max(message => message.At);

    /// <summary>Puts messages into groups, the largest first.</summary>
    public static IReadOnlyList<ErrorGroup> Of(IEnumerable<FailedMessage> messages) =>
    [
        .. messages.GroupBy(message => (message.Queue, message.Type, Cause: Normal(message.Cause)))
            .Select(group => new ErrorGroup
            {
                Id = IdOf(group.Key.Queue, group.Key.Type, group.Key.Cause),
                Queue = group.Key.Queue,
                Type = group.Key.Type,
                Cause = group.Key.Cause,
                Messages = [.. group],
            })
            .OrderByDescending(group => group.Messages.Count).ThenBy(group => group.Queue, StringComparer.Ordinal).ThenBy(group => group.Id, StringComparer.Ordinal),
    ];

    /// <summary>The group whose id begins so.</summary>
    /// <exception cref="CommandFailedException">There is none, or more than one.</exception>
    public static ErrorGroup Find(string typed, IReadOnlyList<ErrorGroup> groups) =>
        groups.Where(group => group.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList() switch
        {
            [var one] => one,
            [] => throw new CommandFailedException($"{Shown.OneLine(typed)}: no such group. recoil errors list shows them."),
            var several => throw new CommandFailedException($"{Shown.OneLine(typed)}: {several.Count} groups begin so: {string.Join(", ", several.Select(group => group.Id))}."),
        };

    /// <summary>A cause without what differs from one message to the next.</summary>
    internal static string Normal(string cause) => Number().Replace(Id128().Replace(cause, "<id>"), "<n>");

    private static string IdOf(string queue, string type, string cause) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{queue}\n{type}\n{cause}")))[..8];

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id128();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
