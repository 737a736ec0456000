namespace Recoil.TestRunner;

/// <summary>What <c>./test</c> was asked for.</summary>
/// <param name="Fast">Only tests that need nothing but .NET, assemblies side by side.</param>
/// <param name="Filter">A filter as <c>dotnet test --filter</c> takes it; null for all tests.</param>
internal sealed record Arguments(bool Fast, string? Filter)
{
    public const string Usage = "Usage: ./test [--fast] [--filter FILTER]";

    /// <exception cref="FormatException">Something is not understood; the message says what and what can be given.</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        var (fast, filter) = (false, (string?)null);
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--fast":
                    fast = true;
                    break;
                case "--filter" when i + 1 < words.Count && words[i + 1].Length > 0:
                    filter = words[++i];
                    break;
                case "--filter":
                    throw new FormatException($"--filter has no value. {Usage}");
                default:
                    throw new FormatException($"{words[i]} is not understood. {Usage}");
            }
        }

        return new Arguments(fast, filter);
    }
}
