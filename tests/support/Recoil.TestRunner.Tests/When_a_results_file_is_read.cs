using System.Runtime.Versioning;
using System.Text.Json;

namespace Recoil.TestRunner.Tests;

public sealed class When_a_results_file_is_read : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_test_has_its_outcome_and_message()
    {
        var file = _folder.Write("a.ctrf.json", """
            { "results": { "tests": [
              { "name": "one", "status": "passed" },
              { "name": "two", "status": "failed", "message": "1 should be 2" },
              { "name": "three", "status": "skipped", "message": "no server" },
              { "name": "four", "status": "other" } ] } }
            """);

        TestResult.Read(file).ShouldBe([
            new TestResult("one", Outcome.Passed, null),
            new TestResult("two", Outcome.Failed, "1 should be 2"),
            new TestResult("three", Outcome.Skipped, "no server"),
            new TestResult("four", Outcome.Failed, null)]);
    }

    [Fact]
    public void One_that_was_cut_off_is_no_result()
    {
        var file = _folder.Write("a.ctrf.json", """{ "results": { "tests": [ { "name": "one", "status": "pas""");

        Should.Throw<JsonException>(() => TestResult.Read(file));
    }

    [Fact]
    [Needs(Need.Process)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_program_that_dies_breaks_the_run()
    {
        var program = _folder.Write("dying.Tests", "#!/bin/sh\necho 'out of memory'\nexit 134\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var run = await AssemblyRun.RunAsync(new TestAssembly("dying.Tests", program, Need: null), new Arguments(Fast: false, Filter: null), _folder.Path);

        run.IsGood.ShouldBeFalse();
        run.Breakage.ShouldNotBeNull();
        run.Output.ShouldContain("out of memory");
    }
}
