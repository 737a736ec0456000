namespace Recoil.Contracts;

/// <summary>How soon takes begin beside others that wait: a higher priority comes first.</summary>
public static class Priority
{
    public const int Least = 0;
    public const int Most = 100;

    /// <summary>The priority of whatever was given none.</summary>
    public const int Usual = 50;
}
