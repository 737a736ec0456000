using System.Diagnostics;
using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Hosting.Telemetry;

/// <summary>Tags of spans about a shot. Messages carry them as headers of the same names, so that every service can set them.</summary>
public static class ShotTags
{
    public const string Project = "recoil.project";
    public const string RunId = "recoil.run_id";
    public const string ShotId = "recoil.shot_id";
    public const string Attempt = "recoil.attempt";
    public const string TakeId = "recoil.take_id";
    public const string Model = "recoil.model";

    /// <summary>US dollars: of the take where there is one, else of the shot so far. Absent where nothing is known of it.</summary>
    public const string CostUsd = "recoil.cost_usd";

    /// <summary>Where <see cref="CostUsd"/> comes from; with <c>unknown</c> it is only what is known.</summary>
    public const string CostSource = "recoil.cost_source";

    /// <summary>How the shot ended.</summary>
    public const string Status = "recoil.status";

    /// <summary>The tags of every span about a shot.</summary>
    internal static IReadOnlyList<string> OfTheShot { get; } = [Project, RunId, ShotId];

    internal static IReadOnlyList<string> All { get; } = [Project, RunId, ShotId, Attempt, TakeId, Model, CostUsd, CostSource, Status];

    /// <summary>The tags that follow from a message; none for an unknown one.</summary>
    internal static IEnumerable<KeyValuePair<string, object>> Of(object message) => Known(message)
        .Where(tag => tag.Value is not (null or ""))
        .Select(tag => KeyValuePair.Create(tag.Name, tag.Value!));

    /// <summary>A tag's value as it came in a header: a text, whatever it was before.</summary>
    internal static object? Read(string name, object? header)
    {
        var text = Convert.ToString(header, CultureInfo.InvariantCulture);
        return name switch
        {
            Attempt => int.TryParse(text, CultureInfo.InvariantCulture, out var attempt) ? attempt : null,
            CostUsd => double.TryParse(text, CultureInfo.InvariantCulture, out var cost) ? cost : null,
            _ => string.IsNullOrEmpty(text) ? null : text,
        };
    }

    internal static void Set(Activity activity, IEnumerable<KeyValuePair<string, object>> tags)
    {
        foreach (var (name, value) in tags)
            activity.SetTag(name, value);
    }

    private static IEnumerable<(string Name, object? Value)> Known(object message) => message switch
    {
        RunRequested m => [(Project, m.Project), (RunId, m.RunId)],
        ShotRequested m => [.. Shot(m.Project, m.RunId, m.ShotId), (Model, m.Model)],
        ReserveBudget m => [Take(m.ReservationId)],
        BudgetReserved m => [Take(m.ReservationId)],
        BudgetRefused m => [Take(m.ReservationId)],
        GenerateTake m => [.. Shot(m.Project, m.RunId, m.ShotId), Take(m.TakeId), (Attempt, m.Attempt), (Model, m.Model)],
        GenerationCompleted m => [Take(m.TakeId), .. Cost(KnownCost.Of(m))],
        CritiqueTake m => [.. Shot(m.Project, m.RunId, m.ShotId), Take(m.TakeId)],
        CriticVerdict m => [Take(m.TakeId)],
        SettleBudget m => [Take(m.ReservationId), .. Cost(KnownCost.Of(m.ActualCost, m.CostSource))],
        ReserveRunBudget m => [(Project, m.Project), (RunId, m.RunId)],
        RunBudgetReserved m => [(Project, m.Project), (RunId, m.RunId)],
        RunBudgetRefused m => [(Project, m.Project), (RunId, m.RunId)],
        CloseRunBudget m => [(Project, m.Project), (RunId, m.RunId)],
        EnqueueReview m => [.. Shot(m.Project, m.RunId, m.ShotId), .. Cost(KnownCost.Of(m))],
        ReviewClosed m => Shot(m.Project, m.RunId, m.ShotId),
        CancelShot m => Shot(m.Project, m.RunId, m.ShotId),
        CancelRun m => [(Project, m.Project), (RunId, m.RunId)],
        ShotProgressed m => [.. Shot(m.Project, m.RunId, m.ShotId), (Attempt, m.Attempt), .. Cost(KnownCost.Of(m))],
        ShotCostRaised m => [.. Shot(m.Project, m.RunId, m.ShotId), Take(m.TakeId), .. Cost(KnownCost.Of(m))],
        ShotCompleted m => [.. Shot(m.Project, m.RunId, m.ShotId), (Attempt, m.Attempts), .. Cost(KnownCost.Of(m)), (Status, SnakeCase.Of(m.Status))],
        RunCompleted m => [(Project, m.Project), (RunId, m.RunId), .. Cost(KnownCost.Of(m))],
        _ => [],
    };

    private static (string, object?)[] Shot(string project, string runId, string shotId) => [(Project, project), (RunId, runId), (ShotId, shotId)];

    private static (string, object?) Take(Guid id) => (TakeId, id.ToString("D"));

    private static (string, object?)[] Cost(KnownCost cost) =>
        [(CostUsd, cost.IsUnknown ? null : (double)cost.Usd), (CostSource, SnakeCase.Of(cost.Source))];
}
