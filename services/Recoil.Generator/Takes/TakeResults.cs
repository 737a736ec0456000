using Recoil.Contracts;

namespace Recoil.Generator.Takes;

/// <summary>Results of takes that did not come out.</summary>
internal static class TakeResults
{
    /// <summary>The provider or the request is at fault.</summary>
    public static GenerationCompleted Failed(GenerateTake take, string? job, ErrorKind kind, string error, KnownCost cost) =>
        Failed(take.CorrelationId, take.TakeId, job, kind, error, cost);

    /// <summary>The same for a take whose request cannot be read.</summary>
    public static GenerationCompleted Failed(Guid correlationId, Guid takeId, string? job, ErrorKind kind, string error, KnownCost cost) => new()
    {
        CorrelationId = correlationId,
        TakeId = takeId,
        Success = false,
        Cost = cost.Usd,
        CostSource = cost.Source,
        Error = error,
        ErrorKind = kind,
        ProviderJob = job,
    };

    /// <summary>This machine is at fault, and certainly nothing was paid.</summary>
    public static GenerationCompleted Faulted(Guid correlationId, Guid takeId, string? job, string fault) => new()
    {
        CorrelationId = correlationId,
        TakeId = takeId,
        Success = false,
        Cost = 0,
        CostSource = CostSource.Reported,
        ProviderJob = job,
        Fault = fault,
    };
}
