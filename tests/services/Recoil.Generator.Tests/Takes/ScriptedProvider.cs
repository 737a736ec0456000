using Recoil.Generator.Providers;

namespace Recoil.Generator.Tests.Takes;

/// <summary>A provider that does what a test says and counts what it sells.</summary>
internal sealed class ScriptedProvider : IGenerationProvider
{
    public string Name => "scripted";

    public Dictionary<Guid, string> Jobs { get; } = [];

    public int Submits { get; private set; }

    public int Waits { get; private set; }

    /// <summary>Called at each submit with its number, from 1; may throw.</summary>
    public Action<int, Guid> OnSubmit { get; set; } = (_, _) => { };

    /// <summary>Called at each wait; the take's file is written afterwards.</summary>
    public Func<CancellationToken, Task> OnWait { get; set; } = _ => Task.CompletedTask;

    public Task<string?> FindAsync(Guid takeId, CancellationToken cancellationToken) => Task.FromResult(Jobs.GetValueOrDefault(takeId));

    public Task<string> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        Submits++;
        OnSubmit(Submits, request.Take.TakeId);
        var job = $"job-{Submits}";
        Jobs[request.Take.TakeId] = job;
        return Task.FromResult(job);
    }

    public async Task<GenerationResult> WaitAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        Waits++;
        await OnWait(cancellationToken);
        var file = request.WorkFile + ".png";
        await File.WriteAllTextAsync(file, job, cancellationToken);
        return new GenerationResult { Cost = 0.25m, File = file };
    }

    public Task<decimal> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult(0m);
}
