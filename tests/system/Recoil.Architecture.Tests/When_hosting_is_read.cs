using System.Text.RegularExpressions;

namespace Recoil.Architecture.Tests;

/// <summary>Hosting knows no guest: a service is added without a change in it.</summary>
public sealed partial class When_hosting_is_read
{
    private static readonly string[] s_endpoints = ["shots", "runs", "budget", "generator", "critic", "review-queue"];

    [Fact]
    public void No_endpoint_is_named_in_it()
    {
        var sources = Directory.GetFiles(Repository.PathOf("libraries", "Recoil.Hosting"), "*.cs", SearchOption.AllDirectories);
        sources.ShouldNotBeEmpty();
        foreach (var source in sources)
            Literal().Matches(File.ReadAllText(source)).Select(literal => literal.Groups["text"].Value).ShouldNotContain(text => s_endpoints.Contains(text), source);
    }

    [Fact]
    public void The_rules_of_a_message_stand_beside_its_contract_one_type_each()
    {
        var folder = Repository.PathOf("contracts", "Recoil.Contracts");
        var rules = Directory.GetFiles(Path.Combine(folder, "Rules"), "*Rules.cs").Select(file => Path.GetFileName(file)[..^"Rules.cs".Length]).Where(name => name != "Message").ToList();

        rules.ShouldNotBeEmpty();
        rules.ShouldAllBe(message => File.Exists(Path.Combine(folder, $"{message}.cs")));
        Directory.GetFiles(Repository.PathOf("libraries", "Recoil.Hosting"), "*Rules.cs", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [GeneratedRegex("\"(?<text>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();
}
