using Recoil.Contracts;

namespace Recoil.Generator.Providers.Rehearsal;

/// <summary>
/// Makes keyframes without drawing: each take is a small picture of coloured waves that is there after a while. For rehearsing how
/// a plan flows, what it costs and how long it takes with so many workers, with hardly any work for this machine.
/// </summary>
/// <remarks>A job is the take's id under another name, so that it cannot be bought twice, and nothing needs to be written down.</remarks>
internal sealed class RehearsalProvider(TimeProvider time) : IGenerationProvider
{
    /// <summary>Unless the provider option <c>latency_ms</c> says otherwise.</summary>
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(2);

    public string Name => "rehearsal";

    public Task<string?> FindAsync(Guid takeId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<string> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
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
        return Task.FromResult($"rehearsal-{request.Take.TakeId:N}");
    }

    public async Task<GenerationResult> WaitAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(PlannedLatency.Of(request) ?? s_usualTime, time, cancellationToken);
        var file = request.WorkFile + ".png";
        await File.WriteAllBytesAsync(file, Still.Of(request.Take.TakeId, SizeOf(request)), cancellationToken);
        return new GenerationResult { Cost = request.Price ?? 0, File = file };
    }

    /// <remarks>A job that was not fetched costs nothing.</remarks>
    public Task<decimal> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult(0m);

    /// <summary>As a draft of the animatic provider: large enough for every check.</summary>
    private static FrameSize SizeOf(GenerationRequest request) => FrameSize.Of(request.Take.AspectRatio, draft: true);

    private static ProviderException Refuse(string message, Exception? inner = null) => new(ErrorKind.InvalidRequest, Submit.Refused, message, inner);
}
