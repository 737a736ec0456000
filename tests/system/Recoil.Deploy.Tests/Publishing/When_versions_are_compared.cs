using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Recoil.Deploy.Tests.Publishing;

/// <summary>What people read and pull has the version that the next tag has.</summary>
public sealed partial class When_versions_are_compared
{
    private static readonly string s_latest = Release().Match(File.ReadAllText(Repository.PathOf("CHANGELOG.md"))).Groups["version"].Value;

    [Fact]
    public void Builds_without_a_tag_come_before_the_latest_in_the_changelog()
    {
        var minimum = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("MinVerMinimumMajorMinor").Single().Value;

        s_latest.ShouldBe($"{minimum}.0");
    }

    [Fact]
    public void Compose_and_Kubernetes_pull_the_latest_in_the_changelog()
    {
        string[] files = ["docker-compose.yml", ".env.example", .. Directory.GetFiles(Repository.PathOf("infra", "k8s"), "*.yaml")];
        var versions = files.SelectMany(file => Tag().Matches(File.ReadAllText(Repository.PathOf(file))).Select(tag => (File: Path.GetFileName(file), Version: tag.Groups["version"].Value))).ToList();

        versions.Count.ShouldBeGreaterThan(10);
        versions.ShouldAllBe(found => found.Version == s_latest);
    }

    [Fact]
    public void The_Dockerfile_says_that_version_where_none_is_given() =>
        File.ReadAllText(Repository.PathOf("infra", "docker", "Dockerfile")).ShouldContain($"ARG VERSION={s_latest}-unknown");

    [GeneratedRegex("""^## \[(?<version>\d+\.\d+\.\d+)\]""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Release();

    [GeneratedRegex("""(recoil-bus/[a-z-]+:|RECOIL_VERSION:-|RECOIL_VERSION=|newTag: )(?<version>\d+\.\d+\.\d+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
