namespace Recoil.Models;

/// <summary>What judging may cost.</summary>
public static class Judging
{
    /// <summary>
    /// How often a judge is asked of one take at most: an answer that cannot be read, or that was lost with the process that asked for it, is asked for once
    /// more. So much is reserved for each judge.
    /// </summary>
    public const int MostCalls = 2;
}
