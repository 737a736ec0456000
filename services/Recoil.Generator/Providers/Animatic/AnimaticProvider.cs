using Recoil.Contracts;
using Recoil.Media;
using Recoil.Providers;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>
/// The provider that comes with Recoil: draws storyboard frames and clips on this machine, and otherwise behaves like a remote one:
/// jobs are accepted once for an external id, can be looked up, cost money and can go wrong.
/// </summary>
internal sealed class AnimaticProvider(AnimaticRenderer renderer, Ffmpeg ffmpeg, JobJournal book, TimeProvider time) : IGenerationProvider
{
    public string Name => "animatic";

    public bool IsLocal => true;

    public JobLookup Lookup => JobLookup.Certain;

    public async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await book.FindAsync(request.Take.TakeId, cancellationToken))?.Id;

    public async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var defect = Read(() =>
        {
            var planned = PlannedDefects.Of(Option(request, "defects"), request.Take.Ordinal);
            AnimaticRenderer.Check(request.Take, planned);
            _ = PlannedLatency.Of(request);
            return planned;
        });
        if (ContentFilter.FirstRefused(request.Take.Prompt) is { } word)
            throw Refuse(ErrorKind.ContentFilter, $"content_filter: prompt refused (\"{word}\")");

        switch (defect)
        {
            case Defect.ContentFilter:
                throw Refuse(ErrorKind.ContentFilter, "content_filter: prompt refused (policy)");
            case Defect.RateLimited:
                throw Refuse(ErrorKind.RateLimited, "rate_limited: too many requests");
            case Defect.Unavailable:
                throw Refuse(ErrorKind.Unavailable, "unavailable: the service is down");
        }

        if (request.Price is not { } price)
            throw Refuse(ErrorKind.InvalidRequest, $"invalid_request: {request.Take.Model} makes no {(request.Take.Operation == Operation.ImageT2i ? "pictures" : "clips")}");

        // Without its tools the provider is closed: nothing may be accepted that cannot be drawn.
        _ = ffmpeg.Tools.Ffmpeg;
        _ = ffmpeg.Tools.Font;
        return new SubmitAnswer.Job((await book.AcceptAsync(request.Take.TakeId, defect == Defect.Timeout ? 0 : price, cancellationToken)).Id);
    }

    public async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var accepted = await AcceptedAsync(job, request, cancellationToken);
        var left = accepted.AcceptedAt + (PlannedLatency.Of(request) ?? TimeSpan.Zero) - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : null;
    }

    public async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var accepted = await AcceptedAsync(job, request, cancellationToken);
        var defect = PlannedDefects.Of(Option(request, "defects"), request.Take.Ordinal);
        switch (defect)
        {
            case Defect.Timeout:
                return new GenerationResult { Cost = accepted.Bill, Error = "timeout: the job did not finish in time", ErrorKind = ErrorKind.Timeout };
            case Defect.Corrupt:
                return new GenerationResult { Cost = accepted.Bill, Error = "corrupted: the delivered file is empty", ErrorKind = ErrorKind.CorruptOutput };
        }

        try
        {
            return new GenerationResult { Cost = accepted.Bill, File = await renderer.DrawAsync(request.Take, defect, request.WorkFile, cancellationToken) };
        }
        catch (FormatException e)
        {
            await book.WaiveAsync(request.Take.TakeId, cancellationToken);
            return new GenerationResult { Cost = KnownCost.Free, Error = $"invalid_request: {e.Message}", ErrorKind = ErrorKind.InvalidRequest };
        }
    }

    public async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        // What could not be drawn on this machine was not drawn at all, so it is not charged.
        await book.WaiveAsync(request.Take.TakeId, cancellationToken);
        return KnownCost.Free;
    }

    private async Task<Job> AcceptedAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        await book.FindAsync(request.Take.TakeId, cancellationToken) is { } accepted && accepted.Id == job
            ? accepted
            : throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, $"invalid_request: there is no job {job}");

    private static Defect Read(Func<Defect> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, $"invalid_request: {e.Message}", e);
        }
    }

    private static ProviderException Refuse(ErrorKind kind, string message) => new(kind, Submit.Refused, message);

    private static string? Option(GenerationRequest request, string name) => request.Take.ProviderOptions?.GetValueOrDefault(name);
}
