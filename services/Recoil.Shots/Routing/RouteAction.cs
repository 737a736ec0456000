namespace Recoil.Shots.Routing;

/// <summary>The action that a failure mode leads to.</summary>
internal enum RouteAction
{
    /// <summary>Keep the take and note the finding.</summary>
    Accept,

    /// <summary>Make another take.</summary>
    Reroll,

    /// <summary>Soften the prompt, once, and make another take.</summary>
    SoftenRetry,

    /// <summary>Ask a person at once.</summary>
    Review,

    /// <summary>Begin another attempt: the take says nothing about the shot.</summary>
    Retry,
}
