using System.Text.Json;

namespace Recoil.TestRunner;

/// <summary>How a test ended.</summary>
internal enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test's result.</summary>
/// <param name="Name">The test's full name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or was skipped; null when it passed.</param>
internal sealed record TestResult(string Name, Outcome Outcome, string? Message)
{
    /// <summary>Reads a results file in the Common Test Report Format (ctrf.io).</summary>
    /// <exception cref="JsonException">The file is not whole: its process ended while it ran.</exception>
    public static IReadOnlyList<TestResult> Read(string file)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(file));
        return [.. report.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray().Select(Of)];
    }

    private static TestResult Of(JsonElement test) => new(
        test.GetProperty("name").GetString()!,
        test.GetProperty("status").GetString() switch
        {
            "passed" => Outcome.Passed,
            "skipped" or "pending" => Outcome.Skipped,
            // Whatever is neither is nothing to rely on.
            _ => Outcome.Failed,
        },
        test.TryGetProperty("message", out var message) ? message.GetString() : null);
}
