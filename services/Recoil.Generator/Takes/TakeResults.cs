using Recoil.Contracts;

namespace Recoil.Generator.Takes;

/// <summary>Results of takes that did not come out.</summary>
internal static class TakeResults
{
    /// <summary>The provider or the request is at fault.</summary>
    public static GenerationCompleted Failed(GenerateTake take, string? job, ErrorKind kind, string error, decimal cost) => new()
    {
        CorrelationId = take.CorrelationId,
        TakeId = take.TakeId,
        Success = false,
        Cost = cost,
        Error = error,
        ErrorKind = kind,
        ProviderJob = job,
    };

    /// <summary>This machine is at fault, and nothing was paid.</summary>
    public static GenerationCompleted Faulted(Guid correlationId, Guid takeId, string? job, string fault) => new()
    {
        CorrelationId = correlationId,
        TakeId = takeId,
        Success = false,
        Cost = 0,
        ProviderJob = job,
        Fault = fault,
    };
}
