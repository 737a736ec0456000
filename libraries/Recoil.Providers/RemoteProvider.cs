using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers;

/// <summary>What all providers have in common. One that answers every submit with the take itself has no jobs, and overrides no more than the submit.</summary>
internal abstract class RemoteProvider : IGenerationProvider, IDisposable
{
    protected RemoteProvider(ProviderAccount account, TimeProvider time)
    {
        (Account, Time) = (account, time);
        Http = new ProviderHttp(account, time, Authorize, ReadError);
    }

    public string Name => Account.Name;

    public bool IsLocal => false;

    public string? Absence => Account.Key.Absence;

    public virtual JobLookup Lookup => JobLookup.Never;

    protected ProviderAccount Account { get; }

    protected TimeProvider Time { get; }

    protected ProviderHttp Http { get; }

    public abstract Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken);

    public virtual Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public virtual Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => throw NoJobs(job);

    public virtual Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => throw NoJobs(job);

    public virtual Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult<KnownCost?>(null);

    public abstract Task<string?> CheckAsync(CancellationToken cancellationToken);

    public void Dispose() => Http.Dispose();

    /// <summary>Puts the key into a request.</summary>
    protected abstract void Authorize(HttpRequestMessage request, string key);

    /// <summary>Understands the provider's own error bodies, also those with a success status; null for any other body.</summary>
    protected abstract ProviderError? ReadError(ProviderAnswer answer);

    /// <summary>The provider's name of a take's model.</summary>
    internal static string ModelOf(GenerationRequest request) => request.Model.Id ?? request.Take.Model;

    /// <summary>A setting of a take: the shot's, else the model's; null when neither says it.</summary>
    internal static string? Option(GenerationRequest request, string name) =>
        request.Take.ProviderOptions?.GetValueOrDefault(name) ?? request.Model.Options?.GetValueOrDefault(name);

    /// <summary>Refuses a take that its model cannot make by its profile. The plan was asked the same; what came since, such as a softened prompt, was not.</summary>
    protected void RefuseMisfits(GenerationRequest request)
    {
        var misfits = ModelFit.Misfits(request.Take.Model, request.Model, new AskedTake
        {
            AspectRatio = request.Take.AspectRatio,
            Duration = request.Take.Operation == Operation.VideoI2v ? request.Take.Duration : null,
            EndFrame = request.Take.Operation == Operation.VideoI2v && request.Take.EndFrame is not null,
            PromptLength = request.Take.Prompt.Length,
        });
        if (misfits.Count > 0)
            throw Refuse(string.Join(" ", misfits.Select(misfit => misfit.Why)));
    }

    /// <summary>What the provider would not accept.</summary>
    protected ProviderException Refuse(string why) => Http.Error(ErrorKind.InvalidRequest, Submit.Refused, why, null);

    private ProviderException NoJobs(string job) => Refuse($"{Name} has no jobs, so there is no {job}");
}
