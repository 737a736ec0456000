using System.Globalization;
using Recoil.Contracts;
using Recoil.Providers;

namespace Recoil.Generator.Providers.Rehearsal;

/// <summary>
/// Makes keyframes without drawing: each take is a small picture of coloured waves that is there after a while. For rehearsing how
/// a plan flows, what it costs and how long it takes with so many workers, with hardly any work for this machine.
/// </summary>
/// <remarks>A job's id is the take's and the time of its submit, so that nothing needs to be written down.</remarks>
internal sealed class RehearsalProvider(TimeProvider time) : IGenerationProvider
{
    private const string Prefix = "rehearsal-";

    /// <summary>Unless the provider option <c>latency_ms</c> says otherwise.</summary>
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(2);

    public string Name => "rehearsal";

    public bool IsLocal => false;

    /// <remarks>Nothing exists before it is fetched, so a second submit buys nothing twice.</remarks>
    public JobLookup Lookup => JobLookup.Certain;

    public Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            _ = PlannedLatency.Of(request);
            _ = SizeOf(request);
        }
        catch (FormatException wrong)
        {
            throw Refuse($"invalid_request: {wrong.Message}", wrong);
        }

        if (request.Take.Operation != Operation.ImageT2i || request.Price is null)
            throw Refuse("invalid_request: rehearsal makes no clips");
        return Task.FromResult<SubmitAnswer>(new SubmitAnswer.Job(string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{request.Take.TakeId:N}-{time.GetUtcNow().ToUnixTimeMilliseconds()}")));
    }

    public Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var left = SubmittedAt(job) + (PlannedLatency.Of(request) ?? s_usualTime) - time.GetUtcNow();
        return Task.FromResult<TimeSpan?>(left > TimeSpan.Zero ? left : null);
    }

    public async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var file = request.WorkFile + ".png";
        await File.WriteAllBytesAsync(file, Still.Of(request.Take.TakeId, SizeOf(request)), cancellationToken);
        return new GenerationResult { Cost = request.Price is { } price ? KnownCost.Reported(price) : null, File = file };
    }

    /// <remarks>A job that was not fetched costs nothing.</remarks>
    public Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult<KnownCost?>(KnownCost.Free);

    /// <summary>When the job was submitted; a job of an earlier version does not say, and is over.</summary>
    private static DateTimeOffset SubmittedAt(string job) =>
        job.Split('-') is [_, _, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MinValue;

    /// <summary>As a draft of the animatic provider: large enough for every check.</summary>
    private static FrameSize SizeOf(GenerationRequest request) => FrameSize.Of(request.Take.AspectRatio, draft: true);

    private static ProviderException Refuse(string message, Exception? inner = null) => new(ErrorKind.InvalidRequest, Submit.Refused, message, inner);
}
