namespace Recoil.Models;

/// <summary>Something that a take asks for and its model cannot do.</summary>
/// <param name="Field">The shot's field in a plan, such as <c>duration</c>.</param>
/// <param name="Why">What is wrong and what to do, as sentences.</param>
public sealed record ModelMisfit(string Field, string Why);
