using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Contracts;
using Recoil.Generator.Artifacts;
using Recoil.Generator.Providers;
using Recoil.Generator.Takes;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

public sealed class When_a_take_is_made : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly LedgerInMemory _ledger = new();
    private readonly ScriptedProvider _provider = new();
    private readonly WatchedTime _time = new(TakeFactory.Now);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_kept_under_the_names_of_its_shot_and_take_with_what_it_cost()
    {
        var result = await Maker().MakeAsync(s_take with { Attempt = 2, Take = 3 }, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        result.Output.ShouldBe(_folder["EP1_SH01/EP1_SH01_a2t3.png"]);
        result.Cost.ShouldBe(0.25m);
        result.ProviderJob.ShouldBe("job-1");
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldHaveSingleItem().ShouldBe(result.Output);
        (await _ledger.TotalAsync("film/r1", CancellationToken.None)).ShouldBe((1, 0.25m));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("Szene 1: Überfahrt")]
    public async Task No_shot_id_leads_out_of_the_folder(string shotId)
    {
        var result = await Maker().MakeAsync(s_take with { ShotId = shotId }, CancellationToken.None);

        result!.Output!.ShouldStartWith(_folder.Path + Path.DirectorySeparatorChar);
        Path.GetDirectoryName(Path.GetDirectoryName(result.Output))!.ShouldBe(_folder.Path);
    }

    [Fact]
    public async Task Shot_ids_that_look_alike_once_cleaned_do_not_share_a_file()
    {
        var one = await Maker().MakeAsync(s_take with { TakeId = Guid.NewGuid(), ShotId = "a/b" }, CancellationToken.None);
        var other = await Maker().MakeAsync(s_take with { TakeId = Guid.NewGuid(), ShotId = "a:b" }, CancellationToken.None);

        string.Equals(one!.Output, other!.Output, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_command_again_is_answered_the_same_and_buys_nothing()
    {
        var first = await Maker().MakeAsync(s_take, CancellationToken.None);
        var again = await Maker().MakeAsync(s_take, CancellationToken.None);

        again.ShouldBe(first);
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Two_commands_at_once_in_one_process_buy_once_and_are_answered_the_same()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.OnWait = _ => gate.Task;
        var maker = Maker();
        var first = maker.MakeAsync(s_take, CancellationToken.None);
        var second = maker.MakeAsync(s_take, CancellationToken.None);
        second.IsCompleted.ShouldBeFalse();
        gate.SetResult();

        (await first)!.Success.ShouldBeTrue();
        (await second).ShouldBe(await first);
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Another_live_workers_take_is_waited_for_and_answered_the_same()
    {
        await ClaimAsync("another", TimeSpan.FromMinutes(5));
        var waiting = Maker().MakeAsync(s_take, CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        var theirs = new GenerationCompleted { CorrelationId = s_take.CorrelationId, TakeId = s_take.TakeId, Success = true, Output = "theirs.png", Cost = 0.3m };
        await _ledger.CompleteAsync(s_take.TakeId, theirs, CancellationToken.None);
        await UntilAnsweredAsync(waiting);
        (await waiting).ShouldBe(theirs);
        _provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_take_of_a_dead_worker_is_gone_on_with_once_its_claim_has_passed()
    {
        await ClaimAsync("dead", TimeSpan.FromMinutes(1));
        var making = Maker().MakeAsync(s_take, CancellationToken.None);
        while (_time.GetUtcNow() < TakeFactory.Now + TimeSpan.FromMinutes(1))
        {
            _provider.Submits.ShouldBe(0);
            _time.AdvanceToNextWait(TimeSpan.FromSeconds(6), s_limit);
        }

        (await making.WaitAsync(s_limit))!.Success.ShouldBeTrue();
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task The_only_process_of_a_store_takes_over_from_its_predecessor_at_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.OnWait = _ => gate.Task;
        var dying = Maker(o => o with { AbandonClaimsOfOthers = true }).MakeAsync(s_take, CancellationToken.None);
        _provider.OnWait = _ => Task.CompletedTask;

        var result = await Maker(o => o with { AbandonClaimsOfOthers = true }).MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        _provider.Submits.ShouldBe(1);
        gate.SetResult();
        await dying;
    }

    [Fact]
    public async Task A_job_that_the_ledger_knows_is_resumed_even_after_the_deadline()
    {
        await ClaimAsync("dead", TimeSpan.Zero);
        await _ledger.RecordJobAsync(s_take.TakeId, "job-of-old", CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.ProviderJob.ShouldBe("job-of-old");
        result.Success.ShouldBeTrue();
        _provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_was_submitted_but_not_recorded_before_a_crash_is_found_again()
    {
        await ClaimAsync("dead", TimeSpan.Zero);
        _provider.Jobs[s_take.TakeId] = "job-before-crash";

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.ProviderJob.ShouldBe("job-before-crash");
        _provider.Submits.ShouldBe(0);
        (await _ledger.FindAsync(s_take.TakeId, CancellationToken.None))!.ProviderJob.ShouldBe("job-before-crash");
    }

    [Fact]
    public async Task The_job_is_recorded_before_it_is_waited_for()
    {
        string? recorded = null;
        _provider.OnWait = async ct => recorded = (await _ledger.FindAsync(s_take.TakeId, ct))!.ProviderJob;

        await Maker().MakeAsync(s_take, CancellationToken.None);

        recorded.ShouldBe("job-1");
    }

    [Fact]
    public async Task Nothing_is_bought_once_the_shot_no_longer_waits()
    {
        _time.SetUtcNow(s_take.Deadline);

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        result.Cost.ShouldBe(0);
        _provider.Submits.ShouldBe(0);
    }

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("orphan")]
    public async Task An_unknown_model_or_provider_is_an_invalid_request(string model)
    {
        var result = await Maker().MakeAsync(s_take with { Model = model }, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.InvalidRequest);
        result.Error!.ShouldContain(model);
        result.Cost.ShouldBe(0);
    }

    [Fact]
    public async Task A_submit_that_was_refused_for_now_is_repeated()
    {
        _provider.OnSubmit = (n, _) =>
        {
            if (n < 3)
                throw new ProviderException(ErrorKind.RateLimited, Submit.Refused, "rate_limited: slow down");
        };

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        _provider.Submits.ShouldBe(3);
    }

    [Fact]
    public async Task A_submit_that_may_have_got_through_is_looked_up_and_not_repeated()
    {
        _provider.OnSubmit = (_, take) =>
        {
            _provider.Jobs[take] = "job-that-got-through";
            throw new ProviderException(ErrorKind.Timeout, Submit.Ambiguous, "timeout: no answer");
        };

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        result.ProviderJob.ShouldBe("job-that-got-through");
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_of_which_no_trace_is_found_ends_the_take()
    {
        _provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.Timeout, Submit.Ambiguous, "timeout: no answer");

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Passing_trouble_while_waiting_is_waited_out()
    {
        _provider.OnWait = _ => _provider.Waits < 3 ? throw new IOException("connection lost") : Task.CompletedTask;

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Lasting_trouble_of_this_machine_is_a_fault_that_costs_nothing()
    {
        _provider.OnWait = _ => throw new IOException("No space left on device");

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Fault.ShouldBe("No space left on device");
        result.Success.ShouldBeFalse();
        result.Cost.ShouldBe(0);
        result.ErrorKind.ShouldBeNull();
    }

    [Fact]
    public async Task A_take_that_cannot_be_kept_is_still_paid_for()
    {
        Directory.CreateDirectory(_folder["EP1_SH01/EP1_SH01_a1t1.png/in-the-way"]);

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeFalse();
        result.Cost.ShouldBe(0.25m);
        result.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_is_stopped_hands_the_take_back_and_another_resumes_it()
    {
        using var stopping = new CancellationTokenSource();
        _provider.OnWait = ct => Task.Delay(Timeout.Infinite, ct);
        var stopped = Maker().MakeAsync(s_take, stopping.Token);
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(stopped);
        _provider.OnWait = _ => Task.CompletedTask;

        var result = await Maker().MakeAsync(s_take, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        result.ProviderJob.ShouldBe("job-1");
        _provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_never_ends_is_given_up_after_the_limit()
    {
        _provider.OnWait = ct => Task.Delay(Timeout.Infinite, ct);
        var making = Maker(o => o with { JobTimeout = TimeSpan.FromMinutes(5) }).MakeAsync(s_take, CancellationToken.None);
        while (!making.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        (await making)!.ErrorKind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public async Task The_claim_is_renewed_while_the_work_lasts()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.OnWait = _ => gate.Task;
        var making = Maker().MakeAsync(s_take, CancellationToken.None);
        for (var n = 0; n < 12; n++)
        {
            var before = _ledger.Claims;
            _time.AdvanceToNextWait(TimeSpan.FromSeconds(20), s_limit);
            _ledger.Claims.ShouldBe(before + 1);
        }

        // Four claim times later the take is still taken.
        var other = Maker().MakeAsync(s_take, CancellationToken.None);
        other.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await making)!.Success.ShouldBeTrue();
        await UntilAnsweredAsync(other);
        (await other).ShouldBe(await making);
        _provider.Submits.ShouldBe(1);
    }

    /// <summary>The clock moves until whoever waits for another worker has looked again.</summary>
    private async Task UntilAnsweredAsync(Task waiting)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!waiting.IsCompleted && TimeProvider.System.GetElapsedTime(begun) < s_limit)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            await Task.Yield();
        }

        waiting.IsCompleted.ShouldBeTrue("the other worker's result is there");
    }

    private Task ClaimAsync(string worker, TimeSpan time) => _ledger.BeginAsync(
        new TakeRecord { TakeId = s_take.TakeId, CorrelationId = s_take.CorrelationId, Account = "film/r1", BegunAt = TakeFactory.Now },
        worker, _time.GetUtcNow(), _time.GetUtcNow() + time, CancellationToken.None);

    private TakeGenerator Maker(Func<GeneratorOptions, GeneratorOptions>? change = null)
    {
        var options = new GeneratorOptions { OutputFolder = _folder.Path, JobFolder = _folder.Path, RetryDelay = TimeSpan.Zero };
        options = change?.Invoke(options) ?? options;
        return new TakeGenerator(_ledger, new ModelTable(), [_provider], new TakeFiles(options), options, _time, NullLogger<TakeGenerator>.Instance);
    }
}
