using Recoil.Generator.Providers.Animatic;

namespace Recoil.Generator.Tests.Animatic;

public sealed class When_defects_are_planned
{
    [Theory]
    [InlineData(null, 1, "None")]
    [InlineData("", 1, "None")]
    [InlineData("grid", 1, "Grid")]
    [InlineData("grid", 2, "None")]
    [InlineData("none, wrong_light", 1, "None")]
    [InlineData("none, wrong_light", 2, "WrongLight")]
    [InlineData("grid,ref_copy_mirrored*", 2, "RefCopyMirrored")]
    [InlineData("grid,ref_copy_mirrored*", 9, "RefCopyMirrored")]
    [InlineData("content_filter*", 4, "ContentFilter")]
    public void The_nth_entry_is_for_the_nth_take(string? list, int ordinal, string expected) =>
        PlannedDefects.Of(list, ordinal).ToString().ShouldBe(expected);

    [Fact]
    public void An_unknown_name_is_reported_with_the_known_ones()
    {
        var error = Should.Throw<FormatException>(() => PlannedDefects.Of("grid, gird", 1));

        error.Message.ShouldContain("\"gird\"");
        error.Message.ShouldContain("wrong_end_frame");
    }
}
