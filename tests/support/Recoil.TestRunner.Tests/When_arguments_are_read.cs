namespace Recoil.TestRunner.Tests;

public sealed class When_arguments_are_read
{
    [Fact]
    public void Nothing_is_everything() => Arguments.Parse([]).ShouldBe(new Arguments(Fast: false, Filter: null));

    [Fact]
    public void Fast_and_a_filter_go_together() =>
        Arguments.Parse(["--filter", "Plans", "--fast"]).ShouldBe(new Arguments(Fast: true, Filter: "Plans"));

    [Theory]
    [InlineData("--slow", "--slow is not understood.")]
    [InlineData("--filter", "--filter has no value.")]
    public void What_is_not_understood_is_said_with_what_is(string word, string said) =>
        Should.Throw<FormatException>(() => Arguments.Parse([word])).Message.ShouldBe($"{said} {Arguments.Usage}");

    [Fact]
    public void Those_that_need_something_run_one_after_the_other_beside_those_that_compute()
    {
        TestAssembly[] assemblies = [Assembly("A", null), Assembly("B", "broker"), Assembly("C", "process"), Assembly("D", null)];

        var lanes = new Schedule(assemblies, new Arguments(Fast: false, Filter: null)).Lanes;

        lanes.Select(lane => string.Join(' ', lane.Select(assembly => assembly.Name))).ShouldBe(["B C", "A D"]);
    }

    [Fact]
    public void Fast_ones_leave_out_assemblies_that_need_something()
    {
        TestAssembly[] assemblies = [Assembly("A", null), Assembly("B", "broker"), Assembly("D", null)];

        var lanes = new Schedule(assemblies, new Arguments(Fast: true, Filter: null)).Lanes;

        lanes.SelectMany(lane => lane).Select(assembly => assembly.Name).ShouldBe(["A", "D"], ignoreOrder: true);
    }

    [Fact]
    public void Every_test_project_of_the_solution_is_found()
    {
        var found = TestAssembly.Of(Repository.Root).Select(assembly => assembly.Name).Order(StringComparer.Ordinal);
        var there = Directory.GetFiles(Repository.PathOf("tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);

        found.ShouldBe(there);
    }

    private static TestAssembly Assembly(string name, string? need) => new(name, name, need);
}
