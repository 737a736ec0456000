using MassTransit;
using Recoil.Contracts;

namespace Recoil.ReviewQueue.Tests;

public sealed class When_a_shot_is_put_before_a_person : ReviewQueueTests
{
    [Theory]
    [InlineData(ReviewReason.PendingQc)]
    [InlineData(ReviewReason.IcuEscalated)]
    [InlineData(ReviewReason.ImmediateReview)]
    [InlineData(ReviewReason.SoftenRetryExhausted)]
    [InlineData(ReviewReason.AttemptsExhausted)]
    public async Task It_is_so_once_with_all_that_is_known(ReviewReason reason)
    {
        var request = Request(reason);

        await Harness.Bus.Publish(request);
        (await Harness.Consumed.Any<EnqueueReview>(m => m.Context.Message.FailureMode == request.FailureMode)).ShouldBeTrue();
        await Harness.Bus.Publish(request with { FailureMode = "sent again" });
        (await Harness.Consumed.Any<EnqueueReview>(m => m.Context.Message.FailureMode == "sent again")).ShouldBeTrue();

        var entry = (await Entries.ListAsync("p", "r", default)).ShouldHaveSingleItem();
        entry.EnqueuedAt.ShouldBe(Now);
        entry.Request.Reason.ShouldBe(reason);
        entry.Request.FailureMode.ShouldBe("grid_influence");
        entry.Request.OriginalPrompt.ShouldBe("A knife on the table");
        entry.Request.SoftenedPrompt.ShouldBe("A letter opener on the table");
        entry.Request.Attempts.ShouldBe(request.Attempts);
    }

    [Fact]
    public async Task Costs_below_zero_and_missing_ids_are_an_error()
    {
        var right = Request();
        EnqueueReview[] wrong =
        [
            right with { TotalCostUsd = -0.01m },
            right with { Attempts = [new AttemptRecord { Attempt = 1, Cost = -1 }] },
            right with { ReviewId = Guid.Empty },
            right with { CorrelationId = Guid.Empty },
        ];

        foreach (var request in wrong)
            await Harness.Bus.Publish(request);

        (await Harness.Published.SelectAsync<Fault<EnqueueReview>>().Take(wrong.Length).CountAsync()).ShouldBe(wrong.Length);
        (await Entries.ListAsync("p", "r", default)).ShouldBeEmpty();
    }
}
