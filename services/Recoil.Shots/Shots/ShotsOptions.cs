namespace Recoil.Shots;

/// <summary>How patient the shot saga is, and what it tells.</summary>
public sealed record ShotsOptions
{
    /// <summary>How long an answer of the budget service is waited for before it is asked again.</summary>
    public TimeSpan BudgetPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a take may be in the making. After that it is looked up, and counts as failed if it is not there.</summary>
    public TimeSpan GenerationLease { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a verdict is waited for before the critic is asked again.</summary>
    public TimeSpan VerdictPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the budget service and the critic are asked before they count as not answering.</summary>
    public int AskLimit { get; init; } = 5;

    /// <summary>How long money stays reserved when nobody settles: longer than any take is waited for.</summary>
    public TimeSpan ReservationLease { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a shot that has ended is remembered.</summary>
    public TimeSpan KeptAfterEnd { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a shot that waits for a person is remembered.</summary>
    public TimeSpan KeptForReview { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Whether <c>ShotProgressed</c> is published at every change of state: one message more for each.</summary>
    public bool PublishProgress { get; init; }

    /// <summary>How many shot messages are handled at once.</summary>
    public int ConcurrentMessageLimit { get; init; } = 32;
}
