namespace Recoil.Shots.Softening;

/// <summary>A word or phrase and what stands in for it. One with a capital is a name.</summary>
/// <param name="From">What is looked for.</param>
/// <param name="To">What stands in for it.</param>
/// <param name="Short">What does where the prompt would become too long; where it is not given, <paramref name="To"/> is no longer than <paramref name="From"/>.</param>
internal readonly record struct SofteningWord(string From, string To, string Short)
{
    public static implicit operator SofteningWord((string From, string To) word) => new(word.From, word.To, word.To);

    public static implicit operator SofteningWord((string From, string To, string Short) word) => new(word.From, word.To, word.Short);
}
