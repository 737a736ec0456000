using Recoil.Cli.Commands;
using Recoil.Cli.Errors;

namespace Recoil.Cli.Tests.Errors;

public sealed class ErrorGroupTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Causes_that_differ_in_ids_and_numbers_are_one_group()
    {
        var groups = ErrorGroup.Of(
        [
            Entry("ArgumentException: Reservation 0b9f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d asks for -1.50 US dollars", s_noon.AddHours(-3)),
            Entry("ArgumentException: Reservation 5c0f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d asks for -2 US dollars", s_noon.AddHours(-2)),
            Entry("IOException: The ledger is away", s_noon),
        ]);

        groups.Count.ShouldBe(2);
        groups[0].Cause.ShouldBe("ArgumentException: Reservation <id> asks for -<n> US dollars");
        groups[0].Entries.Count.ShouldBe(2);
        (groups[0].First, groups[0].Last).ShouldBe((s_noon.AddHours(-3), s_noon.AddHours(-2)));
        groups[0].Type.ShouldBe("ReserveBudget");
    }

    [Fact]
    public void A_group_is_found_by_the_beginning_of_its_id()
    {
        var groups = ErrorGroup.Of([Entry("A"), Entry("B")]);

        ErrorGroup.Find(groups[1].Id[..4], groups).ShouldBe(groups[1].Entries);
        Should.Throw<CommandFailedException>(() => ErrorGroup.Find("zzzz", groups)).Message.ShouldStartWith("zzzz: no such group or message. ");
        Should.Throw<CommandFailedException>(() => ErrorGroup.Find("abc", groups)).Message.ShouldBe("abc: too short. Give at least 4 characters of the id.");
    }

    [Fact]
    public void One_entry_is_found_by_the_beginning_of_its_id()
    {
        var groups = ErrorGroup.Of([Entry("A", id: "0b9f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d"), Entry("A", id: "0b9f7a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d")]);

        ErrorGroup.Find("0b9f6", groups).ShouldHaveSingleItem().Id.ShouldBe(new Guid("0b9f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d"));
        ErrorGroup.Find("0b9f6a4e-2f0a", groups).ShouldHaveSingleItem();
        Should.Throw<CommandFailedException>(() => ErrorGroup.Find("0b9f", groups)).Message.ShouldStartWith("0b9f: 2 ids begin so, such as ");
    }

    private static ErrorEntry Entry(string cause, DateTimeOffset? at = null, string? id = null) => new()
    {
        Id = id is null ? Guid.NewGuid() : new Guid(id),
        Place = "budget_error",
        Type = "ReserveBudget",
        Cause = cause,
        At = at ?? s_noon,
        Source = null!,
    };
}
