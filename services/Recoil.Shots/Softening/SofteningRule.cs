namespace Recoil.Shots.Softening;

/// <summary>Words of one kind and what stands in for them.</summary>
/// <param name="Id">The rule's name in the diff of a prompt.</param>
/// <param name="Class">What kind of content it is about.</param>
/// <param name="Words">What is looked for, and its replacement.</param>
internal sealed record SofteningRule(string Id, SofteningClass Class, params SofteningWord[] Words);
