using Recoil.Contracts.Rules;

namespace Recoil.Contracts.Tests;

public sealed class When_a_shot_is_made_from_others
{
    public static TheoryData<string?, ShotFields[]> Runs => new()
    {
        { null, [Shot("S1"), Shot("S2", "@S1"), Shot("S3", "@S2", "hero.png", "@S1")] },
        { "shots has S2, which is made from S9, and no such shot.", [Shot("S1"), Shot("S2", "@S9")] },
        { "shots has S2, which is made from s1, and no such shot.", [Shot("S1"), Shot("S2", "@s1")] },
        { "shots has S2, which is made from S1, and that is a clip.", [Shot("S1") with { Pipeline = "video" }, Shot("S2", "@S1")] },
        { "shots has a circle: S1 is made from S1.", [Shot("S1", "@S1")] },
        { "shots has a circle: S2 is made from S3 is made from S2.", [Shot("S1", "@S2"), Shot("S2", "@S3"), Shot("S3", "@S4", "@S2"), Shot("S4")] },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_has_those_others_and_no_circle(string? complaint, ShotFields[] shots) =>
        (MessageRules.Of<RunRequested>()!.Refusal(new RunRequested { Project = "p", RunId = "r", Model = "m", EpisodeCap = 1, ShotCap = 1, Shots = shots }) is { } refusal ? $"{refusal}." : null)
            .ShouldBe(complaint);

    [Fact]
    public void Only_a_run_can_wait_for_them() =>
        MessageRules.Of<ShotRequested>()!.Refusal(new ShotRequested(Shot("S2") with { StartFrame = "@S1" }, "p", 1) { RunId = "r" }).ShouldNotBeNull()
            .ShouldEndWith("names the shot S1, which only a run can wait for");

    [Fact]
    public void Circles_are_found_in_long_chains_without_depth()
    {
        const int Length = 50_000;
        ShotFields[] chain = [.. Enumerable.Range(0, Length).Select(i => i == 0 ? Shot("S0") : Shot($"S{i}", $"@S{i - 1}"))];
        ShotReferences.FindCycle(chain).ShouldBeNull();

        ShotReferences.FindCycle(chain.Select(shot => shot.ShotId == "S0" ? Shot("S0", $"@S{Length - 1}") : shot)).ShouldNotBeNull().Count.ShouldBe(Length);
    }

    [Fact]
    public void Takes_come_in_place_of_the_names_and_files_stay()
    {
        var shot = Shot("S3", "@S2", "hero.png") with { StartFrame = "@S1", EndFrame = "end.png", SceneRefPath = "@S2" };

        var resolved = ShotReferences.Resolve(shot, new Dictionary<string, string>(StringComparer.Ordinal) { ["S1"] = "one.png", ["S2"] = "two.png" });

        (resolved.StartFrame, resolved.EndFrame, resolved.SceneRefPath).ShouldBe(("one.png", "end.png", "two.png"));
        resolved.IdentityRefs.ShouldBe(["two.png", "hero.png"]);
    }

    private static ShotFields Shot(string id, params string[] identity) => new() { ShotId = id, IdentityRefs = identity };
}
