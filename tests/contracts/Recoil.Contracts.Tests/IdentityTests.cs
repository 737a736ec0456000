namespace Recoil.Contracts.Tests;

public sealed class IdentityTests
{
    [Fact]
    public void The_same_names_always_give_the_same_id()
    {
        ShotIdentity.OfShot("p", "r", "s").ShouldBe(ShotIdentity.OfShot("p", "r", "s"));

        // Stored documents and messages under way are found by these: a change would orphan them.
        ShotIdentity.OfShot("harbour", "run_1", "SH010").ShouldBe(new Guid("137dd735-0f33-597c-98b6-a6e0cb6d3c6c"));
        ShotIdentity.OfTake(ShotIdentity.OfShot("harbour", "run_1", "SH010"), 2, 1).ShouldBe(new Guid("d70b0bd3-00a6-5dc2-840b-0de1f3aa5a5b"));
    }

    [Fact]
    public void Parts_are_kept_apart()
    {
        ShotIdentity.OfShot("a", "bc", "d").ShouldNotBe(ShotIdentity.OfShot("ab", "c", "d"));
        ShotIdentity.OfShot("a", "", "d").ShouldNotBe(ShotIdentity.OfShot("", "a", "d"));
        ShotIdentity.OfRun("a", "b").ShouldNotBe(ShotIdentity.OfShot("a", "b", ""));
    }

    [Fact]
    public void Ids_are_name_based_uuids_of_version_5()
    {
        foreach (var id in new[] { ShotIdentity.OfRun("p", "r"), NameBasedUuid.Create(new string('x', 5000)) })
        {
            var text = id.ToString();
            text[14].ShouldBe('5');
            text[19].ShouldBeOneOf('8', '9', 'a', 'b');
        }
    }

    [Fact]
    public void Every_take_of_a_shot_has_an_id_of_its_own() =>
        (from attempt in Enumerable.Range(1, 4)
         from take in Enumerable.Range(1, 12)
         select ShotIdentity.OfTake(Guid.Empty, attempt, take)).Distinct().Count().ShouldBe(48);
}
