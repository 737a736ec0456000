using System.Diagnostics;
using Recoil.Contracts;
using Recoil.Hosting.Telemetry;
using Recoil.Providers;

namespace Recoil.Generator.Providers;

/// <summary>A provider with a span and a measurement around what takes time: every submit, and every wait from the first question to the file.</summary>
internal sealed class MeasuredProvider(IGenerationProvider provider, ProviderMetrics metrics, TimeProvider time)
{
    public IGenerationProvider Itself => provider;

    public Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) => MeasureAsync(
        "submit", request, () => provider.SubmitAsync(request, cancellationToken), answer => answer is SubmitAnswer.Done done ? ErrorOf(done.Result) : null);

    /// <summary>Measures the wait for a job.</summary>
    public Task<GenerationResult> MeasureWaitAsync(GenerationRequest request, Func<Task<GenerationResult>> wait) => MeasureAsync("wait", request, wait, ErrorOf);

    private static ErrorKind? ErrorOf(GenerationResult result) => result.File is null ? result.ErrorKind ?? ErrorKind.Unknown : null;

    private async Task<T> MeasureAsync<T>(string phase, GenerationRequest request, Func<Task<T>> work, Func<T, ErrorKind?> errorOf)
    {
        using var span = RecoilTrace.Start($"provider {phase}", ActivityKind.Client);
        span?.SetTag("recoil.provider", provider.Name);
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
            metrics.Answered(provider.Name, request.Take.Model, phase, error, time.GetElapsedTime(begun));
            if (error is { } kind)
                span?.SetStatus(ActivityStatusCode.Error, SnakeCase.Of(kind));
        }
    }
}
