namespace Recoil.Local.Processes;

/// <summary>The five services, by the names of their executables.</summary>
public static class ServiceName
{
    public const string Shots = "Recoil.Shots";
    public const string Generator = "Recoil.Generator";
    public const string Critic = "Recoil.Critic";
    public const string Budget = "Recoil.Budget";
    public const string ReviewQueue = "Recoil.ReviewQueue";

    /// <summary>The emulated providers, which are no service of a deployment.</summary>
    public const string Emulators = "Recoil.Providers.Emulators";

    /// <summary>All five.</summary>
    public static IReadOnlyList<string> All { get; } = [Shots, Generator, Critic, Budget, ReviewQueue];
}
