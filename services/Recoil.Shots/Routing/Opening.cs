namespace Recoil.Shots.Routing;

/// <summary>How a shot begins.</summary>
/// <param name="State">What routing remembers.</param>
/// <param name="Fallbacks">Names of the sanctioned fallbacks that fire, in order.</param>
internal readonly record struct Opening(RoutingState State, IReadOnlyList<string> Fallbacks);
