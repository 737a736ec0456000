using System.Diagnostics;
using Recoil.Contracts;
using Recoil.Hosting.Telemetry;

namespace Recoil.Generator.Providers;

/// <summary>A provider with a span and a measurement around what takes time: every submission and every wait.</summary>
internal sealed class MeasuredProvider(IGenerationProvider provider, ProviderMetrics metrics, TimeProvider time) : IGenerationProvider
{
    public string Name => provider.Name;

    public Task<string?> FindAsync(Guid takeId, CancellationToken cancellationToken) => provider.FindAsync(takeId, cancellationToken);

    public Task<string> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("submit", request, () => provider.SubmitAsync(request, cancellationToken), _ => null);

    public Task<GenerationResult> WaitAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("wait", request, () => provider.WaitAsync(job, request, cancellationToken), ErrorOf);

    public Task<decimal> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        provider.AbandonAsync(job, request, cancellationToken);

    private static ErrorKind? ErrorOf(GenerationResult result) => result.File is null ? result.ErrorKind ?? ErrorKind.Unknown : null;

    private async Task<T> MeasureAsync<T>(string phase, GenerationRequest request, Func<Task<T>> work, Func<T, ErrorKind?> errorOf)
    {
        using var span = RecoilTrace.Start($"provider {phase}", ActivityKind.Client);
        span?.SetTag("recoil.provider", Name);
        var begun = time.GetTimestamp();
        try
        {
            var answer = await work();
            Record(errorOf(answer));
            return answer;
        }
        catch (ProviderException refused)
        {
            Record(refused.Kind);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Record(ErrorKind.Unknown);
            throw;
        }

        void Record(ErrorKind? error)
        {
            metrics.Answered(Name, request.Take.Model, phase, error, time.GetElapsedTime(begun));
            if (error is { } kind)
                span?.SetStatus(ActivityStatusCode.Error, SnakeCase.Of(kind));
        }
    }
}
