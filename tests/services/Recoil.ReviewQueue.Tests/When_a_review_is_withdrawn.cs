using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue.Tests;

public sealed class When_a_review_is_withdrawn : ReviewQueueTests
{
    private WithdrawReview Withdraw(EnqueueReview review) => new()
    {
        Review = review,
        Decision = new ReviewDecided { CorrelationId = review.CorrelationId, ReviewId = review.ReviewId, Decision = ReviewDecision.Reroll, By = "Ida", At = Now },
    };

    private async Task<ReviewEntry> DecidedAsync(Guid reviewId) =>
        (await Eventually.GetAsync(() => Entries.FindAsync(reviewId, default), entry => entry?.Decision is not null, TimeSpan.FromSeconds(20)))!;

    [Fact]
    public async Task It_is_closed_although_another_person_holds_it_and_nobody_is_told_a_decision()
    {
        var request = await AddAsync();
        (await AskAsync(new ClaimReview { ReviewId = request.ReviewId, By = "Max", For = TimeSpan.FromHours(24) })).Accepted.ShouldBeTrue();

        await Harness.Bus.Publish(Withdraw(request));

        var decision = (await DecidedAsync(request.ReviewId)).Decision!;
        (decision.Decision, decision.By).ShouldBe((ReviewDecision.Reroll, "Ida"));
        (await Entries.ListOpenAsync("p", 10, default)).Entries.ShouldBeEmpty();
        (await AskAsync(new DecideReview { ReviewId = request.ReviewId, By = "Max", Decision = ReviewDecision.Approve })).Refusal.ShouldNotBeNull().ShouldStartWith("Ida decided on ");
        Decisions.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_comes_only_after_that_is_not_open()
    {
        var request = Request();
        await Harness.Bus.Publish(Withdraw(request));
        await DecidedAsync(request.ReviewId);

        await Harness.Bus.Publish(request);
        (await Harness.Consumed.Any<EnqueueReview>()).ShouldBeTrue();

        (await Entries.ListOpenAsync("p", 10, default)).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_that_is_there_stands()
    {
        var request = await AddAsync();
        (await AskAsync(new DecideReview { ReviewId = request.ReviewId, By = "Max", Decision = ReviewDecision.Reject })).Accepted.ShouldBeTrue();

        await Harness.Bus.Publish(Withdraw(request));
        (await Harness.Consumed.Any<WithdrawReview>()).ShouldBeTrue();

        (await Entries.FindAsync(request.ReviewId, default))!.Decision!.By.ShouldBe("Max");
    }
}
