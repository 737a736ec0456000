using Recoil.Contracts;
using Recoil.Generator.Providers;
using Recoil.Providers;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

public sealed class When_a_take_is_made : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    private ScriptedProvider Provider => _workshop.Provider;

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task It_is_kept_under_the_names_of_its_shot_and_take_with_what_it_cost()
    {
        var result = await _workshop.MakeAsync(s_take with { Attempt = 2, Take = 3 });

        result!.Success.ShouldBeTrue();
        _workshop.FileOf(result).ShouldBe(Path.Combine(_workshop.TakeFolder, "EP1_SH01/EP1_SH01_a2t3.png"));
        result.Cost.ShouldBe(0.25m);
        result.ProviderJob.ShouldBe("job-1");
        Directory.GetFiles(_workshop.TakeFolder, "*EP1*", SearchOption.AllDirectories).ShouldHaveSingleItem().ShouldBe(_workshop.FileOf(result));
        (await _workshop.Ledger.TotalAsync("film/r1", default)).ShouldBe((1, KnownCost.Reported(0.25m)));
        (await _workshop.FindAsync(s_take)).Result.ShouldBe(result);
    }

    [Fact]
    public async Task It_is_on_the_disk_with_its_name_before_it_counts_as_completed()
    {
        var standing = new List<(string[] Files, GenerationCompleted? Result)>();
        _workshop.Disk.OnFolder = folder =>
        {
            if (Path.GetFileName(folder) == "EP1_SH01")
                standing.Add((Directory.GetFiles(folder, "EP1*"), _workshop.ResultOf(s_take)));
        };

        var result = await _workshop.MakeAsync(s_take);

        _workshop.Disk.Files.ShouldContain(new FileInfo(_workshop.FileOf(result!)).Length);
        var (files, before) = standing.ShouldHaveSingleItem();
        files.ShouldBe([_workshop.FileOf(result!)]);
        before.ShouldBeNull();
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("Szene 1: Überfahrt")]
    public async Task No_shot_id_leads_out_of_the_folder(string shotId)
    {
        var result = await _workshop.MakeAsync(s_take with { ShotId = shotId });

        _workshop.FileOf(result!).ShouldStartWith(_workshop.TakeFolder + Path.DirectorySeparatorChar);
        Path.GetDirectoryName(Path.GetDirectoryName(_workshop.FileOf(result!)))!.ShouldBe(_workshop.TakeFolder);
    }

    [Fact]
    public async Task Shot_ids_that_look_alike_once_cleaned_do_not_share_a_file()
    {
        var one = await _workshop.MakeAsync(s_take with { TakeId = Guid.NewGuid(), ShotId = "a/b" });
        var other = await _workshop.MakeAsync(s_take with { TakeId = Guid.NewGuid(), ShotId = "a:b" });

        string.Equals(_workshop.FileOf(one!), _workshop.FileOf(other!), StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task Its_submit_is_written_down_before_it_and_its_job_before_the_first_question()
    {
        await _workshop.QueueAsync(s_take);
        var states = new List<(TakeState, string?)>();
        async Task LookAsync()
        {
            var record = await _workshop.FindAsync(s_take);
            states.Add((record.State, record.ProviderJob));
        }

        Provider.OnSubmit = (_, _) => LookAsync().GetAwaiter().GetResult();
        Provider.OnPoll = _ =>
        {
            LookAsync().GetAwaiter().GetResult();
            return null;
        };
        Provider.OnFetch = _ => LookAsync();

        await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync(), isNew: false, CancellationToken.None);

        states.ShouldBe([(TakeState.Submitting, null), (TakeState.Submitted, "job-1"), (TakeState.Fetching, "job-1")]);
        (await _workshop.FindAsync(s_take)).State.ShouldBe(TakeState.Ended);
    }

    [Fact]
    public async Task A_job_that_the_ledger_knows_is_resumed()
    {
        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take, "job-of-old"), isNew: false, CancellationToken.None);

        result!.ProviderJob.ShouldBe("job-of-old");
        result.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_was_submitted_but_not_recorded_before_a_crash_is_found_again()
    {
        Provider.Jobs[s_take.TakeId] = "job-before-crash";

        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take), isNew: false, CancellationToken.None);

        result!.ProviderJob.ShouldBe("job-before-crash");
        Provider.Submits.ShouldBe(0);
        (await _workshop.FindAsync(s_take)).ProviderJob.ShouldBe("job-before-crash");
    }

    [Fact]
    public async Task A_submit_that_a_crash_interrupted_is_made_once_more_when_the_provider_has_certainly_no_job()
    {
        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take), isNew: false, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_that_was_refused_for_now_is_repeated()
    {
        Provider.OnSubmit = (n, _) =>
        {
            if (n < 3)
                throw new ProviderException(ErrorKind.RateLimited, Submit.Refused, "rate_limited: slow down");
        };

        var result = await _workshop.MakeAsync(s_take);

        result!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(3);
    }

    [Fact]
    public async Task A_submit_that_may_have_got_through_is_looked_up_and_not_repeated()
    {
        Provider.OnSubmit = (_, take) =>
        {
            Provider.Jobs[take] = "job-that-got-through";
            throw new ProviderException(ErrorKind.Timeout, Submit.Ambiguous, "timeout: no answer");
        };

        var result = await _workshop.MakeAsync(s_take);

        result!.Success.ShouldBeTrue();
        result.ProviderJob.ShouldBe("job-that-got-through");
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_of_which_no_trace_is_found_ends_the_take()
    {
        Provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.Timeout, Submit.Ambiguous, "timeout: no answer");

        var result = await _workshop.MakeAsync(s_take);

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Passing_trouble_while_waiting_is_waited_out()
    {
        Provider.OnPoll = n => n < 3 ? throw new IOException("connection lost") : null;

        var result = await _workshop.MakeAsync(s_take);

        result!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_is_down_for_a_while_still_has_the_job()
    {
        Provider.OnPoll = n => n < 15 ? throw new ProviderException(ErrorKind.Unavailable, Submit.Refused, "unavailable: maintenance") : null;

        var result = await _workshop.WhileTimePassesAsync(_workshop.MakeAsync(s_take), TimeSpan.FromSeconds(10));

        result!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Lasting_trouble_of_this_machine_is_a_fault_that_costs_nothing()
    {
        Provider.OnFetch = _ => throw new IOException("No space left on device");

        var result = await _workshop.MakeAsync(s_take);

        result!.Fault.ShouldBe("No space left on device");
        result.Success.ShouldBeFalse();
        result.Cost.ShouldBe(0);
        result.ErrorKind.ShouldBeNull();
    }

    [Fact]
    public async Task A_take_that_cannot_be_kept_is_still_paid_for()
    {
        Directory.CreateDirectory(Path.Combine(_workshop.TakeFolder, "EP1_SH01/EP1_SH01_a1t1.png/in-the-way"));

        var result = await _workshop.MakeAsync(s_take);

        result!.Success.ShouldBeFalse();
        result.Cost.ShouldBe(0.25m);
        result.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_is_stopped_gives_the_take_back_and_another_goes_on_at_once()
    {
        using var stopping = new CancellationTokenSource();
        Provider.OnPoll = n => n == 1 ? TimeSpan.FromHours(1) : null;
        var stopped = _workshop.MakeAsync(s_take, stopping.Token);
        await Eventually.TrueAsync(() => Provider.Polls == 1, () => "the first question");
        await stopping.CancelAsync();
        (await stopped).ShouldBeNull();

        var result = await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync(), isNew: false, CancellationToken.None);

        result!.Success.ShouldBeTrue();
        result.ProviderJob.ShouldBe("job-1");
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_lost_its_claim_leaves_the_take_to_the_other_one()
    {
        var lost = await _workshop.BeginAsync(s_take, "slow");
        Provider.OnFetch = async _ =>
        {
            if (Provider.Fetches > 1)
                return;
            _workshop.Time.Advance(Workshop.Lease);
            var result = await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync("fast"), isNew: false, CancellationToken.None);
            result!.Success.ShouldBeTrue();
        };

        Provider.OnAbandon = () => throw new InvalidOperationException("The job is the other worker's.");

        var result = await _workshop.Generator().MakeAsync(lost, isNew: true, CancellationToken.None);

        Provider.Submits.ShouldBe(1);
        (await _workshop.FindAsync(s_take)).Result.ShouldBe(result, "both have the same job");
    }

    [Fact]
    public async Task A_worker_that_stood_still_before_its_submit_submits_nothing()
    {
        using var workshop = new Workshop();
        await workshop.QueueAsync(s_take);
        var claimed = await workshop.ClaimAsync("slow");
        workshop.Time.Advance(Workshop.Lease);
        var other = await workshop.ClaimAsync("fast");

        (await workshop.Generator().MakeAsync(claimed, isNew: false, CancellationToken.None)).ShouldBeNull();
        workshop.Provider.Submits.ShouldBe(0);

        (await workshop.Generator().MakeAsync(other, isNew: false, CancellationToken.None))!.Success.ShouldBeTrue();
        workshop.Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_take_that_was_cancelled_while_it_waited_is_not_submitted()
    {
        await _workshop.QueueAsync(s_take);
        var claimed = await _workshop.ClaimAsync();
        var cancelled = new GenerationCompleted { CorrelationId = s_take.CorrelationId, TakeId = s_take.TakeId, Success = false, Cost = 0, Error = "cancelled" };
        (await _workshop.Ledger.TryCancelAsync(_workshop.RecordOf(s_take) with { Result = cancelled }, default)).ShouldBeTrue();

        (await _workshop.Generator().MakeAsync(claimed, isNew: false, CancellationToken.None)).ShouldBeNull();

        Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task For_a_cancelled_shot_a_job_is_found_and_fetched_and_none_is_submitted()
    {
        var wanted = s_take with { OnlyIfBought = true };
        var none = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(wanted), isNew: false, CancellationToken.None);
        (none!.Success, none.Cost, Provider.Submits).ShouldBe((false, 0, 0));

        var bought = wanted with { TakeId = Guid.NewGuid() };
        Provider.Jobs[bought.TakeId] = "job-before-cancel";
        (await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(bought), isNew: false, CancellationToken.None))!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_never_ends_is_given_up_after_its_time()
    {
        _workshop.Options = _workshop.Options with { JobTimeout = TimeSpan.FromMinutes(5) };
        Provider.OnPoll = _ => TimeSpan.FromSeconds(30);

        var result = await _workshop.WhileTimePassesAsync(_workshop.MakeAsync(s_take), TimeSpan.FromSeconds(10));

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        Provider.Abandoned.ShouldBe(["job-1"]);
        (_workshop.Time.GetUtcNow() - TakeFactory.Now).ShouldBeInRange(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task The_next_worker_gives_a_job_no_more_time_than_is_left()
    {
        _workshop.Options = _workshop.Options with { JobTimeout = TimeSpan.FromMinutes(5) };
        Provider.OnPoll = _ => TimeSpan.FromSeconds(30);
        var inherited = await _workshop.InheritAsync(s_take, "job-of-old");
        _workshop.Time.Advance(TimeSpan.FromMinutes(3));
        var before = _workshop.Time.GetUtcNow();

        var result = await _workshop.WhileTimePassesAsync(_workshop.Generator().MakeAsync(inherited, isNew: false, CancellationToken.None), TimeSpan.FromSeconds(10));

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        (_workshop.Time.GetUtcNow() - before).ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_job_that_was_finished_while_no_worker_ran_is_fetched_however_long_that_was()
    {
        var inherited = await _workshop.InheritAsync(s_take, "job-of-old");
        _workshop.Time.Advance(TimeSpan.FromDays(2));

        (await _workshop.Generator().MakeAsync(inherited, isNew: false, CancellationToken.None))!.Success.ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_that_is_found_after_a_crash_has_no_more_time_than_it_had()
    {
        Provider.Jobs[s_take.TakeId] = "job-before-crash";
        Provider.OnPoll = _ => TimeSpan.FromSeconds(10);
        var inherited = await _workshop.InheritAsync(s_take);
        _workshop.Time.Advance(_workshop.Options.JobTimeout);

        var result = await _workshop.Generator().MakeAsync(inherited, isNew: false, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.Timeout);
        Provider.Abandoned.ShouldBe(["job-before-crash"]);
    }
}

public sealed class When_a_provider_s_adapter_has_a_defect : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };
    private static readonly InvalidOperationException s_defect = new("a defect");

    private readonly Workshop _workshop = new();

    private ScriptedProvider Provider => _workshop.Provider;

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task In_its_questions_the_job_is_asked_about_again()
    {
        Provider.OnPoll = _ => throw s_defect;

        (await _workshop.MakeAsync(s_take)).ShouldBeNull();

        Provider.OnPoll = _ => null;
        (await AgainAsync())!.Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        Provider.OnPoll = _ => throw s_defect;
        Provider.OnAbandon = () => KnownCost.Reported(0.1m);
        (await _workshop.MakeAsync(s_take)).ShouldBeNull();
        _workshop.Time.Advance(_workshop.Options.JobTimeout);

        var result = await AgainAsync();

        (result!.ErrorKind, result.Cost).ShouldBe((ErrorKind.Timeout, 0.1m));
        result.Error!.ShouldContain("a defect");
    }

    [Fact]
    public async Task In_its_submit_the_job_that_came_of_it_is_found()
    {
        Provider.OnSubmit = (_, take) =>
        {
            Provider.Jobs[take] = "job-of-defect";
            throw s_defect;
        };

        var result = await _workshop.MakeAsync(s_take);

        (result!.Success, result.ProviderJob).ShouldBe((true, "job-of-defect"));
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task In_its_submit_without_a_job_the_take_fails_at_no_cost()
    {
        Provider.OnSubmit = (_, _) => throw s_defect;

        var result = await _workshop.MakeAsync(s_take);

        (result!.Success, result.Cost, result.Fault).ShouldBe((false, 0, "a defect"));
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task In_what_it_says_of_the_charge_the_outcome_is_unknown()
    {
        Provider.OnPoll = _ => throw new ProviderException(ErrorKind.ContentFilter, Submit.Refused, "content_filter: refused");
        Provider.OnAbandon = () => throw s_defect;

        (await _workshop.MakeAsync(s_take))!.ErrorKind.ShouldBe(ErrorKind.OutcomeUnknown);
    }

    private async Task<GenerationCompleted?> AgainAsync()
    {
        _workshop.Time.Advance(TimeSpan.FromSeconds(30));
        return await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync(), isNew: false, CancellationToken.None);
    }
}

public sealed class When_an_account_has_no_room : IDisposable
{
    private static readonly AccountLimits s_one = new() { Jobs = 1 };
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    public When_an_account_has_no_room() => _workshop.Options = _workshop.Options with
    {
        Accounts = new Dictionary<string, AccountLimits>(StringComparer.Ordinal) { ["scripted"] = s_one },
    };

    [Fact]
    public async Task A_take_keeps_its_place_and_is_not_tried_over_and_over()
    {
        var (oldest, next) = (Take(), Take());
        await _workshop.Accounts.TryEnterAsync("scripted", Guid.NewGuid(), s_one, _workshop.Time.GetUtcNow(), default);
        await QueueAsync(oldest, next);

        (await _workshop.Generator().MakeAsync(await _workshop.ClaimOneAsync(), isNew: false, default)).ShouldBeNull();

        _workshop.Slots.ReserveFree(10).ShouldBeEmpty();
        _workshop.Time.Advance(TimeSpan.FromSeconds(1));
        _workshop.Slots.ReserveFree(10).ShouldNotBeEmpty();
        (await _workshop.ClaimOneAsync()).Take.TakeId.ShouldBe(oldest.TakeId);
    }

    [Fact]
    public async Task A_worker_that_lost_a_take_leaves_its_place_to_the_other_one()
    {
        var (take, other) = (Take(), Take());
        await QueueAsync(take);
        var lost = await _workshop.ClaimAsync("first");
        _workshop.Time.Advance(Workshop.Lease);
        await _workshop.ClaimAsync("second");
        (await _workshop.Accounts.TryEnterAsync("scripted", take.TakeId, s_one, _workshop.Time.GetUtcNow(), default)).ShouldBeTrue();

        (await _workshop.Generator().MakeAsync(lost, isNew: false, default)).ShouldBeNull();

        await QueueAsync(other);
        (await _workshop.Accounts.TryEnterAsync("scripted", other.TakeId, s_one, _workshop.Time.GetUtcNow(), default)).ShouldBeFalse();
    }

    private static GenerateTake Take() => TakeFactory.Picture() with { Model = "scripted", TakeId = Guid.NewGuid() };

    private async Task QueueAsync(params GenerateTake[] takes)
    {
        foreach (var take in takes)
        {
            await _workshop.QueueAsync(take);
            _workshop.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}

public sealed class When_a_provider_generates_while_the_caller_waits : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new() { Provider = new ScriptedProvider { IsSynchronous = true, Lookup = JobLookup.Never } };

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Its_answer_is_the_take()
    {
        var result = await _workshop.MakeAsync(s_take);

        result!.Success.ShouldBeTrue();
        result.ProviderJob.ShouldBeNull();
        _workshop.Provider.Polls.ShouldBe(0);
    }

    [Fact]
    public async Task A_submit_that_a_crash_interrupted_is_never_sent_again_and_its_outcome_is_unknown()
    {
        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take), isNew: false, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.OutcomeUnknown);
        result.Success.ShouldBeFalse();
        _workshop.Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_submit_without_an_answer_is_never_sent_again_and_its_outcome_is_unknown()
    {
        _workshop.Provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.Timeout, Submit.Ambiguous, "timeout: no answer");

        var result = await _workshop.MakeAsync(s_take);

        result!.ErrorKind.ShouldBe(ErrorKind.OutcomeUnknown);
        result.Error!.ShouldContain("timeout: no answer");
        _workshop.Provider.Submits.ShouldBe(1);
    }
}

public sealed class When_a_job_is_abandoned : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task What_the_provider_charges_all_the_same_is_the_takes_cost()
    {
        _workshop.Provider.OnFetch = _ => throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, "invalid_request: expired");
        _workshop.Provider.OnAbandon = () => KnownCost.Reported(0.2m);

        var result = await _workshop.MakeAsync(s_take);

        (result!.Cost, result.ErrorKind).ShouldBe((0.2m, ErrorKind.InvalidRequest));
    }

    [Fact]
    public async Task A_provider_that_does_not_say_what_it_charges_leaves_the_outcome_unknown_and_is_not_asked_for_ever()
    {
        _workshop.Provider.OnFetch = _ => throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, "invalid_request: expired");
        _workshop.Provider.OnAbandon = () => throw new ProviderException(ErrorKind.Unavailable, Submit.Refused, "unavailable: maintenance");

        var result = await _workshop.MakeAsync(s_take);

        result!.ErrorKind.ShouldBe(ErrorKind.OutcomeUnknown);
        result.ProviderJob.ShouldBe("job-1");
        result.Error!.ShouldContain("unavailable: maintenance");
        (await _workshop.FindAsync(s_take)).State.ShouldBe(TakeState.Ended);
    }
}
