using System.ComponentModel.DataAnnotations;

namespace Recoil.Hosting.Retention;

/// <summary>
/// How long what is over is kept. Shots and runs have settings of their own, see <c>Shots</c>. What something still refers to is kept,
/// however old it is.
/// </summary>
public sealed record RetentionOptions : IValidatableObject
{
    private const string Shortest = "2.00:00:00";
    private const string Longest = "3650.00:00:00";

    /// <summary>How long a take's record is kept after its end, and for as long as its shot's document.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Takes { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a reservation is kept after it was settled, refused or released, and for as long as its take's record. What its account has
    /// spent is kept for good.
    /// </summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Reservations { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a judge's answer is kept after it was asked: longer than a take may wait to be judged again, for then it is paid for again.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Judgements { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a review is kept after its decision, and for as long as its shot's document.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Reviews { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a review is kept that nobody decides, and for as long as its shot waits for it.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan OpenReviews { get; init; } = TimeSpan.FromDays(400);

    /// <summary>
    /// How long an artifact is kept after it was stored, or stored again, and for as long as a shot, a take, a review, a failed message
    /// or the accepted take of an episode's shot names it. Zero keeps all artifacts for ever; otherwise two days or more.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Artifacts { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What is wrong with the settings together.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Artifacts > TimeSpan.Zero && Artifacts < TimeSpan.FromDays(2))
            yield return new ValidationResult($"{nameof(Artifacts)} is {Artifacts}. Give two days or more, or 00:00:00 to keep artifacts for ever.");
    }
}
