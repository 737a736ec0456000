using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Publishing;

/// <summary>Nothing happens on GitHub that cannot be done here: a step is an action, or a script of this repository.</summary>
public sealed partial class When_the_workflows_are_read
{
    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Repository.PathOf(".github", "workflows"), "*.yml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_step_is_an_action_of_a_named_version_or_a_script_that_is_here(string workflow)
    {
        var steps = Read(workflow)["jobs"].Entries.SelectMany(job => job.Value["steps"].Items).ToList();
        foreach (var step in steps)
        {
            if (step["uses"].IsThere)
            {
                step["uses"].Text.ShouldMatch(@"^[\w-]+/[\w-]+@v\d+", step.Path);
                continue;
            }

            var command = Script().Match(step["run"].Text);
            command.Success.ShouldBeTrue($"{step.Path}: {step["run"].Text} is more than a script with arguments");
            var script = Repository.PathOf(command.Groups["script"].Value);
            File.Exists(script).ShouldBeTrue($"{step.Path}: {script} is not there");
            File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue($"{script} cannot be executed");
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_job_has_a_limit_and_reads_only_unless_it_says_more(string workflow)
    {
        var read = Read(workflow);
        read["permissions"]["contents"].Text.ShouldBe("read");
        foreach (var (name, job) in read["jobs"].Entries.Where(job => !job.Value["uses"].IsThere))
            job["timeout-minutes"].Number.ShouldBeInRange(1, 120, name);
    }

    [Fact]
    public void There_is_one_for_each_of_build_everything_mutation_and_release() =>
        Workflows.Select(row => row.Data).Order(StringComparer.Ordinal).ShouldBe(["build.yml", "everything.yml", "mutation.yml", "release.yml"]);

    private static Yaml Read(string workflow) => Yaml.Read(workflow, File.ReadAllText(Repository.PathOf(".github", "workflows", workflow)));

    [GeneratedRegex("""^(sudo -E )?(\./)?(?<script>[\w./-]+)( [^|&;<>$`]*(\$\{\{[^}]*\}\}[^|&;<>$`]*)*)?$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();
}
