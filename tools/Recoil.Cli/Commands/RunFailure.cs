using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary>Why a run could not go on, in one line.</summary>
internal static class RunFailure
{
    public static string Line(string failure) => $"The run could not go on: {Shown.OneLine(failure, 500)} Give it again to go on.";
}
