using Microsoft.Extensions.Time.Testing;
using Recoil.Cli.Progress;
using Recoil.Cli.Submitting;
using Recoil.Contracts;
using Recoil.Shots;
using Recoil.Storage;
using Recoil.Storage.Sagas;

namespace Recoil.Cli.Tests.Submitting;

public sealed class RunFollowTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private static readonly RunRequested s_run = new()
    {
        Project = "p", RunId = "r", Model = "animatic-keyframe", EpisodeCap = 5, ShotCap = 1, Shots = [new ShotFields { ShotId = "S1" }],
    };

    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _said = new();

    public void Dispose() => _said.Dispose();

    [Fact]
    public async Task An_outage_of_the_store_is_reported_once_and_waited_for()
    {
        var answers = new Queue<Func<RunRecord>>([Standing, Away, Away, Away, Standing, Away, Ended]);

        await FollowAsync(answers);

        answers.ShouldBeEmpty();
        _said.ToString().ShouldBe(string.Concat(Enumerable.Repeat("The store is away. Start it. Following continues when it answers.\n", 2)));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_at_all_ends_it()
    {
        var wrong = new StorageUnavailableException("The store lets nobody in. Check the password.");

        (await Should.ThrowAsync<StorageUnavailableException>(() => FollowAsync(new([Standing, () => throw wrong])))).ShouldBe(wrong);

        _said.ToString().ShouldBeEmpty();
    }

    private static RunRecord Standing() => new(s_run, DateTimeOffset.UnixEpoch, null, null, [new RunShotRecord("S1", true, null, KnownCost.Free)]);

    private static RunRecord Ended() => Standing() with
    {
        Result = new RunCompleted
        {
            Project = "p", RunId = "r", CountsByStatus = new Dictionary<string, int>(StringComparer.Ordinal) { ["ok"] = 1 }, NotStarted = 0, CostUsd = 0.04m,
            Duration = TimeSpan.FromMinutes(1),
        },
    };

    private static RunRecord Away() => throw new StorageUnavailableException("The store is away. Start it.") { IsOutage = true };

    /// <summary>Follows, with a clock that moves on until the end is there.</summary>
    private async Task FollowAsync(Queue<Func<RunRecord>> answers)
    {
        await using var progress = new PlainProgress(s_run, _said);
        var following = new RunFollow(s_run, new Answering(answers), progress, _time).UntilEndAsync(CancellationToken.None);
        var begun = TimeProvider.System.GetTimestamp();
        while (!following.IsCompleted && TimeProvider.System.GetElapsedTime(begun) < s_timeout)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        following.IsCompleted.ShouldBeTrue("the follower comes to an end");
        await following;
    }

    /// <summary>Gives each look at the run the next answer.</summary>
    private sealed class Answering(Queue<Func<RunRecord>> answers) : IShotArchive
    {
        public Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult<ShotRecord?>(null);

        public Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunRequested?>(s_run);

        public Task<IReadOnlyList<string>> FindBuiltOnAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnreadableSaga>>([]);

        public Task<RunSummary?> SummarizeRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunSummary?>(null);

        public Task<RunStanding?> CountShotsAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunStanding?>(null);

        public Task<bool> HasShotAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<IReadOnlyList<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunSummary>>([]);

        public async Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            return answers.Dequeue()();
        }
    }
}
