using System.Collections.Concurrent;
using Recoil.Contracts;
using Recoil.Providers;

namespace Recoil.Generator.Tests.Takes;

/// <summary>A provider that does what a test says and counts what it sells.</summary>
internal sealed class ScriptedProvider : IGenerationProvider
{
    private int _submits;
    private int _polls;

    public string Name { get; init; } = "scripted";

    public bool IsLocal => false;

    public JobLookup Lookup { get; init; } = JobLookup.Certain;

    /// <summary>Whether it answers a submit with the result itself.</summary>
    public bool IsSynchronous { get; init; }

    public ConcurrentDictionary<Guid, string> Jobs { get; } = new();

    public int Submits => _submits;

    public int Polls => _polls;

    public int Fetches { get; private set; }

    public ConcurrentQueue<string> Abandoned { get; } = new();

    /// <summary>Called at each submit with its number, from 1; may throw.</summary>
    public Action<int, Guid> OnSubmit { get; set; } = (_, _) => { };

    /// <summary>Called with the take of each submit.</summary>
    public Action<GenerateTake> OnRequest { get; set; } = _ => { };

    /// <summary>Called at each question with its number, from 1: null when the job is over, else how long to wait; may throw.</summary>
    public Func<int, TimeSpan?> OnPoll { get; set; } = _ => null;

    /// <summary>Called at each fetch; the take's file is written afterwards.</summary>
    public Func<CancellationToken, Task> OnFetch { get; set; } = _ => Task.CompletedTask;

    /// <summary>What it says that it charges for a job that is abandoned; null when it does not say.</summary>
    public Func<KnownCost?> OnAbandon { get; set; } = () => KnownCost.Free;

    /// <summary>What a take is billed; null when the provider does not say.</summary>
    public KnownCost? Cost { get; set; } = KnownCost.Reported(0.25m);

    /// <summary>Whether its jobs end without a file.</summary>
    public bool IsEmptyHanded { get; set; }

    public Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) => Lookup != JobLookup.Never
        ? Task.FromResult(Jobs.GetValueOrDefault(request.Take.TakeId))
        : throw new InvalidOperationException("This provider cannot be asked for a take.");

    public async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _submits);
        OnRequest(request.Take);
        OnSubmit(number, request.Take.TakeId);
        var job = $"job-{number}";
        Jobs[request.Take.TakeId] = job;
        return IsSynchronous ? new SubmitAnswer.Done(await FetchAsync(job, request, cancellationToken)) : new SubmitAnswer.Job(job);
    }

    public Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(OnPoll(Interlocked.Increment(ref _polls)));

    public async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        Fetches++;
        await OnFetch(cancellationToken);
        if (IsEmptyHanded)
            return new GenerationResult { Cost = Cost, Error = "failed: nothing came out", ErrorKind = ErrorKind.Unknown };
        var file = request.WorkFile + ".png";
        await File.WriteAllTextAsync(file, job, cancellationToken);
        return new GenerationResult { Cost = Cost, File = file };
    }

    public Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        Abandoned.Enqueue(job);
        return Task.FromResult(OnAbandon());
    }
}
