using Recoil.Contracts;
using Recoil.Plans;

namespace Recoil.Cli.Remaking;

/// <summary>What is said about shots that are made again, and about those that were built on them.</summary>
internal static class RemakeText
{
    private const int NamedAtMost = 12;

    /// <summary>The answer, a line for each thing that it says.</summary>
    /// <param name="answer">An answer without a refusal.</param>
    public static IEnumerable<string> Of(RemakeAnswered answer)
    {
        var run = $"{answer.Project}/{answer.RunId}";
        if (answer.Remade.Count > 0)
            yield return $"{run}: {Named(answer.Remade)} {Is(answer.Remade)} made again; recoil status {run} shows how {(answer.Remade.Count == 1 ? "it ends" : "they end")}.";
        foreach (var line in LeftAlone(answer))
            yield return line;
        if (answer is { BuiltOn.Count: > 0, Remade: var remade })
            yield return BuiltOn(run, answer.BuiltOn, remade);
    }

    /// <summary>The shots that stay as they are, a line for each reason.</summary>
    public static IEnumerable<string> LeftAlone(RemakeAnswered answer) => answer.LeftAlone.GroupBy(shot => shot.Reason).OrderBy(group => group.Key)
        .Select(group => (Shots: group.Select(shot => shot.ShotId).ToList(), group.Key))
        .Select(left => $"{answer.Project}/{answer.RunId}: {Named(left.Shots)} {(left.Shots.Count == 1 ? "stays as it is" : "stay as they are")}: {Why(left.Key, left.Shots.Count == 1)}");

    /// <summary>That shots were built on takes that are replaced, and what to do.</summary>
    /// <param name="run">The run, as project and run.</param>
    /// <param name="built">The shots that were built on them.</param>
    /// <param name="replaced">The shots whose takes are replaced.</param>
    public static string BuiltOn(string run, IReadOnlyList<string> built, IReadOnlyList<string> replaced) =>
        $"{Named(built)} {(built.Count == 1 ? "was" : "were")} built on the {(replaced.Count == 1 ? "take" : "takes")} of {Named(replaced)} that this replaces. "
        + $"Make {Them(built)} again: recoil remake {run} {(replaced.Count == 1 ? $"--after {Shown.OneLine(replaced[0])}" : string.Join(' ', built.Select(shot => Shown.OneLine(shot))))}";

    /// <summary>That shots are built on takes that are no longer the accepted ones, and what to do.</summary>
    /// <param name="run">The run, as project and run.</param>
    /// <param name="built">The shots that are built on them.</param>
    /// <param name="replaced">The shot whose take was replaced.</param>
    public static string OutOfDate(string run, IReadOnlyList<string> built, string replaced) =>
        $"{Named(built)} {Is(built)} built on a take of {Shown.OneLine(replaced)} that is no longer the accepted one. "
        + $"Make {Them(built)} again: recoil remake {run} {string.Join(' ', built.Select(shot => Shown.OneLine(shot)))}";

    private static string Named(IReadOnlyList<string> shots) => shots switch
    {
        [var one] => Shown.OneLine(one),
        { Count: > NamedAtMost } => $"{string.Join(", ", shots.Take(NamedAtMost).Select(shot => Shown.OneLine(shot)))} and {shots.Count - NamedAtMost} more",
        _ => $"{string.Join(", ", shots.SkipLast(1).Select(shot => Shown.OneLine(shot)))} and {Shown.OneLine(shots[^1])}",
    };

    private static string Is(IReadOnlyList<string> shots) => shots.Count == 1 ? "is" : "are";

    private static string Them(IReadOnlyList<string> shots) => shots.Count == 1 ? "it" : "them";

    private static string Why(LeftAloneReason reason, bool one) => reason switch
    {
        LeftAloneReason.UnknownShot => one ? "the run has no such shot." : "the run has no such shots.",
        LeftAloneReason.NotStarted => one ? "it has not begun, and will be made from what is accepted then." : "they have not begun, and will be made from what is accepted then.",
        LeftAloneReason.NotEnded => one ? "it has not ended. Give the command again when it has." : "they have not ended. Give the command again when they have.",
        LeftAloneReason.BeingRemade => one ? "it is being made again already." : "they are being made again already.",
        LeftAloneReason.OutcomeUnknown => $"nobody has said whether {(one ? "its" : "their")} last take was charged. Decide the review: recoil review list",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };
}
