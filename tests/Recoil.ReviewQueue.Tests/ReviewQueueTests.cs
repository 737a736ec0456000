using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Embedded;
using Recoil.Storage.Reviews;

namespace Recoil.ReviewQueue.Tests;

/// <summary>The review queue on MassTransit's harness and the embedded store.</summary>
public sealed class ReviewQueueTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recoil-review-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private ITestHarness _harness = null!;

    public async Task InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(_time)
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder.FullName })
            .AddMassTransitTestHarness(bus =>
            {
                bus.ConfigureRecoil();
                bus.AddReviewQueueConsumers();
                bus.UsingInMemory((context, transport) =>
                {
                    transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider();
        _harness = _services.GetRequiredService<ITestHarness>();
        await _harness.Start();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(ReviewReason.PendingQc)]
    [InlineData(ReviewReason.IcuEscalated)]
    [InlineData(ReviewReason.ImmediateReview)]
    [InlineData(ReviewReason.SoftenRetryExhausted)]
    [InlineData(ReviewReason.AttemptsExhausted)]
    public async Task A_shot_is_put_before_a_person_once_with_all_that_is_known(ReviewReason reason)
    {
        var request = new EnqueueReview
        {
            CorrelationId = Guid.NewGuid(),
            ReviewId = Guid.NewGuid(),
            Project = "p",
            RunId = "r",
            ShotId = "SH010",
            Reason = reason,
            FailureMode = "grid_influence",
            Attempts = [new AttemptRecord { Attempt = 1, Output = "a.png", Cost = 0.04m, FinalState = "" }, new AttemptRecord { Attempt = 2, Error = "timeout" }],
            TotalCostUsd = 0.04m,
            OriginalPrompt = "A knife on the table",
            SoftenedPrompt = "A letter opener on the table",
            At = _time.GetUtcNow(),
        };

        await _harness.Bus.Publish(request);
        await _harness.Bus.Publish(request with { FailureMode = "told twice" });
        (await _harness.Consumed.Any<EnqueueReview>(m => m.Context.Message.FailureMode == "told twice")).ShouldBeTrue();

        var entry = (await _services.GetRequiredService<IReviewEntries>().ListAsync("p", "r", default)).ShouldHaveSingleItem();
        entry.EnqueuedAt.ShouldBe(_time.GetUtcNow());
        entry.Request.Reason.ShouldBe(reason);
        entry.Request.FailureMode.ShouldBe("grid_influence");
        entry.Request.OriginalPrompt.ShouldBe("A knife on the table");
        entry.Request.SoftenedPrompt.ShouldBe("A letter opener on the table");
        entry.Request.Attempts.ShouldBe(request.Attempts);
    }
}
