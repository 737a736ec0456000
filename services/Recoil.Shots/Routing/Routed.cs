namespace Recoil.Shots.Routing;

/// <summary>A decision and what routing remembers from then on.</summary>
internal readonly record struct Routed(Decision Decision, RoutingState State);
