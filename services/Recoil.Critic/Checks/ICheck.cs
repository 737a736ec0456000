namespace Recoil.Critic.Checks;

/// <summary>Looks at a take for one kind of failure.</summary>
internal interface ICheck
{
    /// <summary>What was seen; nothing where the check has nothing to look for.</summary>
    Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken);
}
