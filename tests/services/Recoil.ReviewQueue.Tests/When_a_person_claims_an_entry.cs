using Recoil.Contracts;

namespace Recoil.ReviewQueue.Tests;

public sealed class When_a_person_claims_an_entry : ReviewQueueTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task It_is_theirs_for_that_time()
    {
        var request = await AddAsync();

        var answer = await ClaimAsync(request.ReviewId, "Ida", s_hour);

        answer.ShouldBe(new ReviewAnswered { ReviewId = request.ReviewId, Accepted = true, ClaimedBy = "Ida", ClaimedUntil = Now + s_hour });
        (await Entries.FindAsync(request.ReviewId, default))!.ClaimedBy.ShouldBe("Ida");
    }

    [Fact]
    public async Task Another_person_is_refused_until_it_expires_and_the_same_person_prolongs_it()
    {
        var request = await AddAsync();
        await ClaimAsync(request.ReviewId, "Ida", s_hour);
        Time.Advance(TimeSpan.FromMinutes(30));

        var refused = await ClaimAsync(request.ReviewId, "Max", s_hour);
        refused.Accepted.ShouldBeFalse();
        refused.Refusal.ShouldBe("Ida is looking at it until 2026-03-01 13:00:00 UTC.");
        refused.ClaimedBy.ShouldBe("Ida");
        (await ClaimAsync(request.ReviewId, "Ida", s_hour)).ClaimedUntil.ShouldBe(Now + s_hour);

        Time.Advance(s_hour);
        (await ClaimAsync(request.ReviewId, "Max", s_hour)).ClaimedBy.ShouldBe("Max");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0.999, false)]
    [InlineData(0, false)]
    [InlineData(-5, false)]
    [InlineData(24 * 3600, true)]
    [InlineData((24 * 3600) + 1, false)]
    public async Task It_lasts_from_a_second_to_a_day(double seconds, bool accepted)
    {
        var request = await AddAsync();

        (await ClaimAsync(request.ReviewId, "Ida", TimeSpan.FromSeconds(seconds))).Accepted.ShouldBe(accepted);
    }

    [Fact]
    public async Task What_is_unknown_decided_or_claimed_without_a_name_is_refused_in_one_line()
    {
        var request = await AddAsync();
        var strange = Guid.NewGuid();
        (await ClaimAsync(strange, "Ida", s_hour)).Refusal.ShouldBe($"There is no review entry {strange}.");
        (await ClaimAsync(request.ReviewId, " ", s_hour)).Refusal.ShouldBe("It is not said by whom.");

        await AskAsync(new DecideReview { ReviewId = request.ReviewId, Decision = ReviewDecision.Approve, By = "Ida" });
        var answer = await ClaimAsync(request.ReviewId, "Max", s_hour);
        answer.Refusal.ShouldBe("Ida decided on 2026-03-01 12:00:00 UTC to approve it; the first decision stands.");
        answer.Decision.ShouldBe(ReviewDecision.Approve);
    }

    private Task<ReviewAnswered> ClaimAsync(Guid reviewId, string by, TimeSpan time) => AskAsync(new ClaimReview { ReviewId = reviewId, By = by, For = time });
}
