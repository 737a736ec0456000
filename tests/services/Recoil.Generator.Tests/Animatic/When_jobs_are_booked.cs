using Recoil.Generator.Providers.Animatic;

namespace Recoil.Generator.Tests.Animatic;

public sealed class When_jobs_are_booked : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_is_accepted_once_for_an_external_id()
    {
        using var book = Book();
        var id = Guid.NewGuid();

        var first = await book.AcceptAsync(id, 0.5m, CancellationToken.None);
        var again = await book.AcceptAsync(id, 0.7m, CancellationToken.None);

        again.ShouldBe(first);
        (await book.ReadAsync(CancellationToken.None)).ShouldHaveSingleItem().Submits.ShouldBe(2);
    }

    [Fact]
    public async Task A_later_process_finds_the_jobs_of_an_earlier_one()
    {
        var id = Guid.NewGuid();
        using var earlier = Book();
        var job = await earlier.AcceptAsync(id, 0.5m, CancellationToken.None);

        using var later = Book();

        (await later.FindAsync(id, CancellationToken.None)).ShouldBe(job);
        (await later.FindAsync(Guid.NewGuid(), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_line_torn_by_a_crash_spoils_neither_the_jobs_before_nor_after_it()
    {
        Guid before = Guid.NewGuid(), after = Guid.NewGuid();
        using (var book = Book())
            await book.AcceptAsync(before, 0.5m, CancellationToken.None);
        await File.AppendAllTextAsync(_folder["jobs.jsonl"], "{\"externalId\":\"0b4f");

        using var restarted = Book();
        await restarted.AcceptAsync(after, 0.25m, CancellationToken.None);

        using var reader = Book();
        (await reader.ReadAsync(CancellationToken.None)).Select(j => j.ExternalId).ShouldBe([before, after]);
    }

    [Fact]
    public async Task Two_processes_that_book_at_once_lose_and_double_nothing()
    {
        var ids = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
        using var one = Book();
        using var other = Book();

        await Task.WhenAll(ids.SelectMany(id => new[] { one.AcceptAsync(id, 1, CancellationToken.None), other.AcceptAsync(id, 1, CancellationToken.None) }));

        var jobs = await one.ReadAsync(CancellationToken.None);
        jobs.Count.ShouldBe(40);
        jobs.ShouldAllBe(job => job.Submits == 2);
        jobs.ShouldBe(await other.ReadAsync(CancellationToken.None), ignoreOrder: true);
    }

    [Fact]
    public async Task A_job_that_could_not_be_delivered_is_not_charged()
    {
        var id = Guid.NewGuid();
        using var book = Book();
        var job = await book.AcceptAsync(id, 0.5m, CancellationToken.None);
        await book.WaiveAsync(id, CancellationToken.None);

        using var reader = Book();
        (await reader.ReadAsync(CancellationToken.None)).ShouldBe([job with { Cost = 0 }]);
    }

    [Fact]
    public async Task A_line_without_a_cost_is_no_bill_of_nothing()
    {
        var id = Guid.NewGuid();
        _folder.Write("jobs.jsonl", $$"""{"externalId":"{{id}}","id":"anim-1","acceptedAt":"2026-03-01T12:00:00+00:00"}""" + "\n");
        using var book = Book();

        (await book.FindAsync(id, CancellationToken.None)).ShouldNotBeNull().Bill.ShouldBeNull();
    }

    private JobJournal Book() => new(_folder.Path, TimeProvider.System);
}
