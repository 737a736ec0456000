using Recoil.Cli.Remaking;
using Recoil.Contracts;

namespace Recoil.Cli.Tests.Remaking;

public sealed class RemakeTextTests
{
    private static RemakeAnswered Answer(params string[] remade) => new() { RemakeId = Guid.NewGuid(), Project = "harbour", RunId = "run", Remade = remade };

    [Fact]
    public void One_shot_with_what_was_built_on_it() => RemakeText.Of(Answer("SH010") with { BuiltOn = ["SH020", "SH030"] }).ShouldBe(
    [
        "harbour/run: SH010 is made again; recoil status harbour/run shows how it ends.",
        "SH020 and SH030 were built on the take of SH010 that this replaces. Make them again: recoil remake harbour/run --after SH010",
    ]);

    [Fact]
    public void Several_shots_name_what_to_make_again() => RemakeText.Of(Answer("SH010", "SH011", "SH012") with { BuiltOn = ["SH020"] }).ShouldBe(
    [
        "harbour/run: SH010, SH011 and SH012 are made again; recoil status harbour/run shows how they end.",
        "SH020 was built on the takes of SH010, SH011 and SH012 that this replaces. Make it again: recoil remake harbour/run SH020",
    ]);

    [Fact]
    public void What_stays_says_why()
    {
        var answer = Answer("SH010") with
        {
            LeftAlone =
            [
                new() { ShotId = "SH030", Reason = LeftAloneReason.BeingRemade }, new() { ShotId = "SH020", Reason = LeftAloneReason.NotEnded },
                new() { ShotId = "SH021", Reason = LeftAloneReason.NotEnded },
            ],
        };

        RemakeText.Of(answer).Skip(1).ShouldBe(
        [
            "harbour/run: SH020 and SH021 stay as they are: they have not ended. Give the command again when they have.",
            "harbour/run: SH030 stays as it is: it is being made again already.",
        ]);
    }

    [Fact]
    public void Every_reason_has_words()
    {
        foreach (var reason in Enum.GetValues<LeftAloneReason>())
            RemakeText.LeftAlone(Answer() with { LeftAlone = [new() { ShotId = "SH010", Reason = reason }] }).ShouldHaveSingleItem().ShouldStartWith("harbour/run: SH010 stays as it is: ");
    }

    [Fact]
    public void Many_shots_are_not_all_named() =>
        RemakeText.Of(Answer([.. Enumerable.Range(1, 15).Select(i => $"S{i}")])).ShouldHaveSingleItem().ShouldContain("S11, S12 and 3 more are made again");

    [Fact]
    public void What_is_out_of_date_can_be_made_again_as_it_stands() => RemakeText.OutOfDate("harbour/run", ["SH020"], "SH010").ShouldBe(
        "SH020 is built on a take of SH010 that is no longer the accepted one. Make it again: recoil remake harbour/run SH020");
}
