namespace Recoil.Plans;

/// <summary>A picture that a plan names.</summary>
/// <param name="Path">Its absolute path; null when it cannot be used.</param>
/// <param name="Mistake">Why it cannot be used, and what to do.</param>
internal sealed record Picture(string? Path, string? Mistake)
{
    public static Picture Wrong(string mistake) => new(null, mistake);
}
