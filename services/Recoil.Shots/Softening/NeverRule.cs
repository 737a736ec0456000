namespace Recoil.Shots.Softening;

/// <summary>A kind of prompt that is never softened.</summary>
/// <param name="Id">The rule's name.</param>
/// <param name="AllOf">The rule applies where the prompt has a word of each of these lists.</param>
internal sealed record NeverRule(string Id, IReadOnlyList<IEnumerable<string>> AllOf);
