namespace Recoil.TestRunner.Tests;

public sealed class When_results_are_summed
{
    [Fact]
    public void The_last_line_has_the_counts_of_all_assemblies_alone()
    {
        var summary = new Summary([Run("A.Tests", Passed(3), Skipped("no server")), Run("B.Tests", Passed(4), Failed("1 should be 2"))]);

        summary.Lines().Last().ShouldBe("7 passed, 1 failed, 1 skipped");
        summary.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void It_ends_with_0_when_all_passed_or_were_skipped()
    {
        new Summary([Run("A.Tests", Passed(1), Skipped("no server"))]).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_skipped_test_is_named_with_its_reason_and_many_with_one_reason_are_counted()
    {
        var lines = new Summary([Run("A.Tests", Passed(1), Skipped("no Docker"), [.. Enumerable.Repeat(Skipped("no server")[0], 4)])]).Lines().ToList();

        lines.ShouldContain(line => line == "skipped: a skipped test: no Docker");
        lines.ShouldContain(line => line == "skipped: 4 tests of A.Tests: no server");
    }

    [Fact]
    public void A_failed_test_is_named_with_its_message_on_one_line()
    {
        new Summary([Run("A.Tests", Failed("1\n  should be\n2"))]).Lines().ShouldContain(line => line == "failed: a failed test: 1 should be 2");
    }

    [Fact]
    public void A_run_that_broke_is_a_failure_although_no_test_failed()
    {
        var summary = new Summary([Run("A.Tests", Passed(2)) with { Breakage = "its process ended with 134 although no test failed." }]);

        summary.ExitCode.ShouldBe(1);
        summary.Lines().ShouldContain(line => line.Contains("A.Tests: the run broke", StringComparison.Ordinal));
        summary.Lines().Last().ShouldBe("2 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public void A_run_of_nothing_is_a_failure()
    {
        var summary = new Summary([Run("A.Tests", Skipped("no server"))]);

        summary.ExitCode.ShouldBe(1);
        summary.Lines().ShouldContain(line => line == "No test ran.");
    }

    private static AssemblyRun Run(string name, params TestResult[][] results) =>
        new(new TestAssembly(name, name, Need: null), [.. results.SelectMany(result => result)], Breakage: null, Output: "", TimeSpan.FromSeconds(1));

    private static TestResult[] Passed(int count) => [.. Enumerable.Range(0, count).Select(i => new TestResult($"test {i}", Outcome.Passed, null))];

    private static TestResult[] Failed(string message) => [new("a failed test", Outcome.Failed, message)];

    private static TestResult[] Skipped(string reason) => [new("a skipped test", Outcome.Skipped, reason)];
}
