namespace Recoil.Architecture.Tests;

/// <summary>Who may reference whom.</summary>
public sealed class When_projects_reference_each_other
{
    [Fact]
    public void Contracts_reference_nothing() =>
        Project.All.Where(project => project.Kind == "contracts").ShouldAllBe(project => project.References.Count == 0 && project.Packages.Count == 0);

    [Fact]
    public void Libraries_reference_contracts_and_libraries() => Allowed("libraries", "contracts/", "libraries/");

    [Fact]
    public void Services_reference_contracts_and_libraries_and_no_other_service() => Allowed("services", "contracts/", "libraries/");

    [Fact]
    public void Tools_reference_anything_but_tests() => Allowed("tools", "contracts/", "libraries/", "services/", "tools/");

    [Fact]
    public void Storage_knows_contracts_only()
    {
        ReferencesOf("libraries/Recoil.Storage/Recoil.Storage.csproj").ShouldBe(["contracts/Recoil.Contracts/Recoil.Contracts.csproj"]);
        Project.All.Single(project => project.Name == "Recoil.Storage").Packages.ShouldNotContain(package => package == "MassTransit");
    }

    [Fact]
    public void Reading_a_plan_needs_the_contracts_and_the_models_only()
    {
        ReferencesOf("libraries/Recoil.Plans/Recoil.Plans.csproj").ShouldBe(
            ["contracts/Recoil.Contracts/Recoil.Contracts.csproj", "libraries/Recoil.Models/Recoil.Models.csproj"]);
        ReferencesOf("libraries/Recoil.Models/Recoil.Models.csproj").ShouldBeEmpty();
    }

    [Fact]
    public void Everything_has_a_test_project_of_its_own()
    {
        var projects = Project.All.Where(project => project.Kind is "contracts" or "libraries" or "services" or "tools").ToList();
        foreach (var project in projects)
        {
            var tests = $"tests/{project.Kind}/{project.Name}.Tests/{project.Name}.Tests.csproj";
            Project.All.ShouldContain(test => test.Path == tests, $"{project} is to be tested in {tests}");
        }
    }

    [Fact]
    public void No_test_project_references_another() =>
        Project.All.Where(project => project.Kind == "tests").SelectMany(project => project.References).ShouldNotContain(
            reference => reference.EndsWith(".Tests.csproj", StringComparison.Ordinal));

    [Fact]
    public void No_reference_goes_round_in_a_circle()
    {
        var references = Project.All.ToDictionary(project => project.Path, project => project.References, StringComparer.Ordinal);
        foreach (var start in references.Keys)
            Reach(start, start, []);

        void Reach(string start, string from, HashSet<string> seen)
        {
            foreach (var to in references[from])
            {
                (to == start).ShouldBeFalse($"{start} references itself through {from}");
                if (seen.Add(to))
                    Reach(start, to, seen);
            }
        }
    }

    private static void Allowed(string kind, params string[] targets)
    {
        var projects = Project.All.Where(project => project.Kind == kind).ToList();
        projects.ShouldNotBeEmpty();
        foreach (var project in projects)
        {
            foreach (var reference in project.References)
                targets.ShouldContain(target => reference.StartsWith(target, StringComparison.Ordinal), $"{project} references {reference}");
        }
    }

    private static IReadOnlyList<string> ReferencesOf(string path) => Project.All.Single(project => project.Path == path).References;
}
