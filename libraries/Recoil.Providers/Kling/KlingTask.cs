using Recoil.Contracts;

namespace Recoil.Providers.Kling;

/// <summary>A task as Kling describes it.</summary>
/// <param name="Id">Kling's id.</param>
/// <param name="Status">Its own status, not that of the answer: the answer about a failed task is a success.</param>
/// <param name="Message">Why it failed.</param>
/// <param name="Result">Where the take is; null when there is none.</param>
/// <param name="Cost">What it cost; null where nothing is said that could be turned into dollars.</param>
internal sealed record KlingTask(string Id, string? Status, string Message, Uri? Result, KnownCost? Cost)
{
    public bool IsOver => HasFailed || Status is "succeed" or "succeeded";

    public bool HasFailed => Status == "failed";
}
