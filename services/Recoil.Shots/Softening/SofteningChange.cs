namespace Recoil.Shots.Softening;

/// <summary>One replacement in a prompt.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="From">What stood there.</param>
/// <param name="To">What stands there now.</param>
internal sealed record SofteningChange(string Rule, string From, string To);
