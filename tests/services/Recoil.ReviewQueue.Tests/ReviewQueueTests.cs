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
public abstract class ReviewQueueTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private ITestHarness _harness = null!;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(_time)
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder.Path })
            .AddMassTransitTestHarness(bus =>
            {
                bus.ConfigureRecoil();
                bus.AddReviewQueueConsumers();
                bus.AddRequestClient<DecideReview>();
                bus.AddRequestClient<ClaimReview>();
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

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected DateTimeOffset Now => _time.GetUtcNow();

    private protected FakeTimeProvider Time => _time;

    private protected ITestHarness Harness => _harness;

    private protected IReviewEntries Entries => _services.GetRequiredService<IReviewEntries>();

    private protected EnqueueReview Request(ReviewReason reason = ReviewReason.IcuEscalated) => new()
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
        OutputPath = "a.png",
        At = Now,
    };

    private protected async Task<EnqueueReview> AddAsync()
    {
        var request = Request();
        (await Entries.TryAddAsync(new ReviewEntry { ReviewId = request.ReviewId, Request = request, EnqueuedAt = Now }, default)).ShouldBeTrue();
        return request;
    }

    private protected async Task<ReviewAnswered> AskAsync<T>(T command) where T : class
    {
        using var scope = _services.CreateScope();
        return (await scope.ServiceProvider.GetRequiredService<IRequestClient<T>>().GetResponse<ReviewAnswered>(command)).Message;
    }

    private protected IReadOnlyList<ReviewDecided> Decisions => [.. _harness.Published.Select<ReviewDecided>().Select(m => m.Context.Message)];
}
