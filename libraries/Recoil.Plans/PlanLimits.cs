namespace Recoil.Plans;

/// <summary>What a plan may hold. The plan schema says the same.</summary>
public static class PlanLimits
{
    public const int FileMegabytes = 16;
    public const int Shots = 100_000;
    public const int PromptCharacters = 10_000;
    public const int IdCharacters = 100;
    public const int PathCharacters = 1_000;
    public const int References = 16;
    public const int ProviderOptions = 50;
    public const int ProviderOptionCharacters = 1_000;
    public const int Judges = 9;
    public const int LabelCharacters = 100;

    /// <summary>Of a JSON value that is handed on, written without white space.</summary>
    public const int RawJsonCharacters = 100_000;

    /// <summary>How deep objects and lists may lie in each other in a JSON value that is handed on.</summary>
    public const int RawJsonDepth = 32;
    public const int Parallel = 64;
    public const decimal Dollars = 1_000_000m;
    public const decimal Seconds = 60m;
    public const int AspectSide = 10_000;

    /// <summary>The longer side of a picture over the shorter.</summary>
    public const decimal Elongation = 4m;

    /// <summary>The errors that are listed; further ones are counted.</summary>
    public const int ErrorsShown = 10;

    /// <summary>The errors that a program gets.</summary>
    public const int ErrorsKept = 1_000;

    /// <summary>The advice in an error about an amount of money.</summary>
    public static string AmountAdvice => $"Give US dollars from 0 to {Dollars:N0}, such as 12.50.";
}
