namespace Recoil.Contracts;

/// <summary>Ids that follow from what they name, so that a repeated message finds what the first one made.</summary>
public static class ShotIdentity
{
    /// <summary>A shot is identified by (project, run id, shot id).</summary>
    public static Guid OfShot(string project, string runId, string shotId) => NameBasedUuid.Create("shot", project, runId, shotId);

    /// <summary>A run is identified by (project, run id).</summary>
    public static Guid OfRun(string project, string runId) => NameBasedUuid.Create("run", project, runId);

    /// <summary>A take is identified by its shot and its place in it. Its budget reservation has the same id.</summary>
    /// <param name="shot">The shot's correlation id.</param>
    /// <param name="attempt">The attempt, counted from 1.</param>
    /// <param name="take">The take within the attempt, counted from 1.</param>
    public static Guid OfTake(Guid shot, int attempt, int take) => NameBasedUuid.Create(shot, $"take/{attempt}/{take}");

    /// <summary>The review entry of a shot; each round has one of its own.</summary>
    /// <param name="shot">The shot's correlation id.</param>
    /// <param name="round">1, and one more for every re-roll that a person asked for.</param>
    public static Guid OfReview(Guid shot, int round = 1) => NameBasedUuid.Create(shot, round == 1 ? "review" : $"review/{round}");

    /// <summary>The message id of a shot's terminal event, the same however often it is published; each round has its own.</summary>
    /// <param name="shot">The shot's correlation id.</param>
    /// <param name="round">1, and one more for every re-roll that a person asked for.</param>
    public static Guid OfEnd(Guid shot, int round) => NameBasedUuid.Create(shot, $"end/{round}");

    /// <summary>The account that a run's money is kept in.</summary>
    public static string BudgetScopeOf(string project, string runId) => $"{project}/{runId}";

    /// <summary>The project whose account a run's account belongs to: what stands before the first slash.</summary>
    public static string ProjectOfBudgetScope(string scope) => scope.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? scope[..slash] : scope;
}
