using Recoil.Contracts;

namespace Recoil.Shots.Runs;

/// <summary>Fields of a shot that name another one of the run: <c>@SH010</c> is the accepted take of SH010. Pure.</summary>
internal static class ShotReferences
{
    private const char Mark = '@';

    /// <summary>The shots that a shot is made from, each as often as it is named.</summary>
    public static IEnumerable<string> Of(ShotFields shot) =>
        new[] { shot.StartFrame, shot.EndFrame, shot.SceneRefPath }.Concat(shot.IdentityRefs).Select(NamedBy).OfType<string>();

    /// <summary>The shot with the takes in place of the names.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="takes">The accepted take of each shot that it names.</param>
    public static ShotFields Resolve(ShotFields shot, IReadOnlyDictionary<string, string> takes)
    {
        return shot with
        {
            StartFrame = Take(shot.StartFrame),
            EndFrame = Take(shot.EndFrame),
            SceneRefPath = Take(shot.SceneRefPath),
            IdentityRefs = [.. shot.IdentityRefs.Select(path => Take(path)!)],
        };

        string? Take(string? path) => NamedBy(path) is { } id ? takes[id] : path;
    }

    private static string? NamedBy(string? path) => path is [Mark, ..] ? path[1..] : null;
}
