using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Recoil.Cli.Commands;
using Recoil.Plans;

namespace Recoil.Cli.Errors;

/// <summary>Entries of one type at one place for one cause.</summary>
internal sealed partial record ErrorGroup
{
    /// <summary>How many characters of an id are shown.</summary>
    public const int IdCharacters = 8;

    /// <summary>How many of them must be typed.</summary>
    private const int LeastCharacters = 4;

    /// <summary>Follows from place, type and cause: the same group has the same id tomorrow.</summary>
    public required string Id { get; init; }
    public required string Place { get; init; }
    public required string Type { get; init; }

    /// <summary>What went wrong, with ids and numbers left open.</summary>
    public required string Cause { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ErrorEntry> Entries { get; init; }

    public DateTimeOffset First => Entries.Min(entry => entry.At);

    public DateTimeOffset Last => Entries.Max(entry => entry.At);

    /// <summary>Puts entries into groups, the largest first.</summary>
    public static IReadOnlyList<ErrorGroup> Of(IEnumerable<ErrorEntry> entries) =>
    [
        .. entries.GroupBy(entry => (entry.Place, entry.Type, Cause: Normal(entry.Cause)))
            .Select(group => new ErrorGroup
            {
                Id = IdOf(group.Key.Place, group.Key.Type, group.Key.Cause),
                Place = group.Key.Place,
                Type = group.Key.Type,
                Cause = group.Key.Cause,
                Entries = [.. group],
            })
            .OrderByDescending(group => group.Entries.Count).ThenBy(group => group.Place, StringComparer.Ordinal).ThenBy(group => group.Id, StringComparer.Ordinal),
    ];

    /// <summary>The entries of the group, or the one entry, whose id begins so.</summary>
    /// <exception cref="CommandFailedException">There is none, or more than one group or entry.</exception>
    public static IReadOnlyList<ErrorEntry> Find(string typed, IReadOnlyList<ErrorGroup> groups)
    {
        var id = typed.Replace("-", "", StringComparison.Ordinal);
        if (id.Length < LeastCharacters)
            throw new CommandFailedException($"{Shown.OneLine(typed)}: too short. Give at least {LeastCharacters} characters of the id.");
        var found = groups.Where(group => BeginsSo(group.Id)).Select(group => (group.Id, group.Entries))
            .Concat(groups.SelectMany(group => group.Entries).Where(entry => BeginsSo(entry.Id.ToString("N"))).Select(entry => (Id: entry.Id.ToString("N"), Entries: (IReadOnlyList<ErrorEntry>)[entry])))
            .ToList();
        return found switch
        {
            [var one] => one.Entries,
            [] => throw new CommandFailedException($"{Shown.OneLine(typed)}: no such group or message. recoil errors list shows the groups, recoil errors show GROUP its messages."),
            var several => throw new CommandFailedException($"{Shown.OneLine(typed)}: {several.Count} ids begin so, such as {several[0].Id} and {several[1].Id}. Give more characters."),
        };

        bool BeginsSo(string full) => full.StartsWith(id, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A cause without what differs from one entry to the next.</summary>
    internal static string Normal(string cause) => Number().Replace(Id128().Replace(cause, "<id>"), "<n>");

    private static string IdOf(string place, string type, string cause) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{place}\n{type}\n{cause}")))[..IdCharacters];

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id128();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
