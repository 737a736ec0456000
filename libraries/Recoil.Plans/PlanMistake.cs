namespace Recoil.Plans;

/// <summary>Something that is wrong with a plan.</summary>
/// <param name="Place">
/// Where: a place in the file such as <c>$.shots[3].prompt</c>, an option of the command line such as <c>--model</c>, or null for the file as a
/// whole.
/// </param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record PlanMistake(string? Place, string Message);
