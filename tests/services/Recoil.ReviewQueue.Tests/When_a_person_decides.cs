using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue.Tests;

public sealed class When_a_person_decides : ReviewQueueTests
{
    [Fact]
    public async Task The_decision_is_published_with_all_of_it()
    {
        var request = await AddAsync();
        var command = Decision(request, ReviewDecision.Reroll) with { Note = "the hands", EditedPrompt = "A spoon", ExtraBudget = 1.5m };

        var answer = await AskAsync(command);

        answer.ShouldBe(new ReviewAnswered { ReviewId = request.ReviewId, Accepted = true, Decision = ReviewDecision.Reroll });
        var decided = Decisions.ShouldHaveSingleItem();
        decided.ShouldBe(new ReviewDecided
        {
            CorrelationId = request.CorrelationId,
            ReviewId = request.ReviewId,
            Decision = ReviewDecision.Reroll,
            By = "Ida",
            Note = "the hands",
            EditedPrompt = "A spoon",
            ExtraBudget = 1.5m,
            At = Now,
        });
        (await Entries.FindAsync(request.ReviewId, default))!.Decision.ShouldBe(decided);
    }

    [Fact]
    public async Task Without_a_response_address_there_is_none()
    {
        var request = await AddAsync();

        await Harness.Bus.Publish(Decision(request));

        (await Harness.Published.Any<ReviewDecided>()).ShouldBeTrue();
        (await Harness.Consumed.Any<DecideReview>()).ShouldBeTrue();
        Harness.Sent.Select<ReviewAnswered>().ShouldBeEmpty();
        Harness.Published.Select<Fault<DecideReview>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_decision_is_accepted_and_published_as_it_was_first()
    {
        var request = await AddAsync();
        await AskAsync(Decision(request) with { Note = "fine" });
        Time.Advance(TimeSpan.FromHours(1));

        (await AskAsync(Decision(request) with { Note = "fine" })).Accepted.ShouldBeTrue();
        (await AskAsync(Decision(request) with { By = "Max" })).Accepted.ShouldBeTrue("it is what was decided");

        Decisions.Count.ShouldBe(3);
        Decisions.Distinct().ShouldHaveSingleItem().At.ShouldBe(Now - TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_decision_that_was_stored_but_not_published_is_published_when_it_is_redelivered()
    {
        var request = await AddAsync();
        var stored = new ReviewDecided { CorrelationId = request.CorrelationId, ReviewId = request.ReviewId, Decision = ReviewDecision.Approve, By = "Ida", At = Now };
        await Entries.DecideAsync(stored, Now, default);

        await AskAsync(Decision(request));

        Decisions.ShouldHaveSingleItem().ShouldBe(stored);
    }

    [Fact]
    public async Task Another_decision_is_refused_and_not_published()
    {
        var request = await AddAsync();
        await AskAsync(Decision(request, ReviewDecision.Reroll));

        foreach (var other in new[]
        {
            Decision(request, ReviewDecision.Approve), Decision(request, ReviewDecision.Reroll) with { ExtraBudget = 1 },
            Decision(request, ReviewDecision.Reroll) with { EditedPrompt = "A spoon" },
        })
        {
            var answer = await AskAsync(other);
            answer.Accepted.ShouldBeFalse();
            answer.Refusal.ShouldBe("Ida decided on 2026-03-01 12:00:00 UTC to reroll it; the first decision stands.");
            answer.Decision.ShouldBe(ReviewDecision.Reroll);
        }

        Decisions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_entry_that_another_person_claimed_is_refused_until_the_claim_expires()
    {
        var request = await AddAsync();
        await AskAsync(new ClaimReview { ReviewId = request.ReviewId, By = "Max", For = TimeSpan.FromHours(1) });

        var refused = await AskAsync(Decision(request));
        refused.Refusal.ShouldBe("Max is looking at it until 2026-03-01 13:00:00 UTC.");
        refused.ClaimedBy.ShouldBe("Max");
        Decisions.ShouldBeEmpty();

        Time.Advance(TimeSpan.FromHours(1));
        (await AskAsync(Decision(request))).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_entry_is_refused()
    {
        var strange = Request();

        (await AskAsync(Decision(strange))).Refusal.ShouldBe($"There is no review entry {strange.ReviewId}.");

        Decisions.ShouldBeEmpty();
    }

    public static TheoryData<string, DecideReview> Wrong => new()
    {
        { "It is not said by whom.", s_command with { By = " " } },
        { "The name of whoever decides has 201 characters; it may have at most 200.", s_command with { By = new string('x', 201) } },
        { "The extra budget is -0.01 US dollars; it must be from 0 to 1000000.", s_command with { ExtraBudget = -0.01m } },
        { "The extra budget is 1000001 US dollars; it must be from 0 to 1000000.", s_command with { ExtraBudget = 1_000_001 } },
        { "The edited prompt has 20001 characters; it may have at most 20000.", s_command with { EditedPrompt = new string('x', 20_001) } },
        { "The edited prompt is empty; leave it out to keep the present one.", s_command with { EditedPrompt = " " } },
        { "The note has 20001 characters; it may have at most 20000.", s_command with { Note = new string('x', 20_001) } },
        { "An edited prompt and extra budget go with a re-roll only, not with approve.", s_command with { Decision = ReviewDecision.Approve, EditedPrompt = "A spoon" } },
        { "An edited prompt and extra budget go with a re-roll only, not with reject.", s_command with { Decision = ReviewDecision.Reject, ExtraBudget = 1 } },
    };

    private static readonly DecideReview s_command = new() { ReviewId = Guid.Empty, Decision = ReviewDecision.Reroll, By = "Ida" };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_is_refused_in_one_line_and_leaves_the_entry_open(string refusal, DecideReview command)
    {
        var request = await AddAsync();

        var answer = await AskAsync(command with { ReviewId = request.ReviewId });

        answer.Accepted.ShouldBeFalse();
        answer.Refusal.ShouldBe(refusal);
        (await Entries.FindAsync(request.ReviewId, default))!.Decision.ShouldBeNull();
        Decisions.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_longest_prompt_is_accepted() =>
        (await AskAsync(Decision(await AddAsync(), ReviewDecision.Reroll) with { EditedPrompt = new string('x', 20_000) })).Accepted.ShouldBeTrue();

    private static DecideReview Decision(EnqueueReview request, ReviewDecision decision = ReviewDecision.Approve) =>
        new() { ReviewId = request.ReviewId, Decision = decision, By = "Ida" };

    [Fact]
    public async Task A_review_without_a_take_can_be_given_one_and_the_first_stands()
    {
        var request = Request() with { OutputPath = null };
        await Entries.TryAddAsync(new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = Now }, default);

        (await AskAsync(Decision(request, ReviewDecision.Reject) with { SuppliedOutput = "painted.png" })).Refusal.ShouldBe(
            "A take that a person made goes with an approval only, not with reject.");
        (await AskAsync(Decision(request) with { SuppliedOutput = "painted.png" })).Accepted.ShouldBeTrue();
        (await AskAsync(Decision(request) with { SuppliedOutput = "painted.png" })).Accepted.ShouldBeTrue();
        (await AskAsync(Decision(request) with { SuppliedOutput = "other.png" })).Accepted.ShouldBeFalse();
        (await Entries.FindAsync(request.ReviewId, default))!.Decision!.SuppliedOutput.ShouldBe("painted.png");
    }

    [Fact]
    public async Task A_review_without_a_take_cannot_be_approved_but_rejected()
    {
        var request = Request() with { OutputPath = null };
        await Entries.TryAddAsync(new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = Now }, default);

        var refused = await AskAsync(Decision(request));
        refused.Accepted.ShouldBeFalse();
        refused.Refusal.ShouldBe("There is no take to approve. Reject the shot, re-roll it, or give it a take: recoil review supply");
        (await Entries.FindAsync(request.ReviewId, default))!.Decision.ShouldBeNull();

        (await AskAsync(Decision(request, ReviewDecision.Reject))).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_take_of_unknown_outcome_needs_what_the_provider_charged()
    {
        var request = Request(ReviewReason.OutcomeUnknown);
        await Entries.TryAddAsync(new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = Now }, default);

        (await AskAsync(Decision(request, ReviewDecision.Reroll))).Refusal!.ShouldContain("--charged 0");
        (await AskAsync(Decision(request, ReviewDecision.Reroll) with { ChargedUsd = -1 })).Accepted.ShouldBeFalse();
        (await AskAsync(Decision(request, ReviewDecision.Reroll) with { ChargedUsd = 0.35m })).Accepted.ShouldBeTrue();

        Decisions.ShouldHaveSingleItem().ChargedUsd.ShouldBe(0.35m);
    }

    [Fact]
    public async Task A_charge_that_nobody_asked_for_is_refused()
    {
        var request = await AddAsync();

        (await AskAsync(Decision(request) with { ChargedUsd = 0 })).Refusal.ShouldBe("No take of it has an unknown outcome, so there is no charge to say.");
    }
}
