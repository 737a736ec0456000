namespace Recoil.Shots.Softening;

/// <summary>Rewrites a prompt that a content filter refused, so that the same picture may pass.</summary>
internal interface ISoftener
{
    /// <summary>Whether prompts for this model may be softened.</summary>
    bool IsEligible(string model);

    /// <summary>Softens a prompt. The same prompt always gives the same answer.</summary>
    /// <param name="prompt">The prompt that was refused.</param>
    /// <param name="shotId">The shot, for softeners that know shots.</param>
    /// <param name="model">The model that refused.</param>
    SoftenResult Soften(string prompt, string shotId, string model);
}
