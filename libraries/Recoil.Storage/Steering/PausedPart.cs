using Recoil.Contracts;

namespace Recoil.Storage.Steering;

/// <summary>What can be paused: a project, a run or a provider's account. Compared by name.</summary>
/// <param name="Part">Which of them.</param>
/// <param name="Name">The project, the project and the run with a slash between them, or the provider.</param>
public readonly record struct PausedPart(PausablePart Part, string Name)
{
    /// <summary>Its name in a store, such as <c>run:first_light/run_1</c>.</summary>
    public string Key => $"{SnakeCase.Of(Part)}:{Name}";

    public static PausedPart Project(string project) => new(PausablePart.Project, project);

    public static PausedPart Run(string project, string runId) => new(PausablePart.Run, ShotIdentity.BudgetScopeOf(project, runId));

    /// <summary>The account of a provider, by the provider's name.</summary>
    public static PausedPart Account(string provider) => new(PausablePart.Account, provider);

    /// <summary>The part with this name in a store.</summary>
    /// <exception cref="InvalidDataException">No part has such a name.</exception>
    public static PausedPart OfKey(string key) => key.Split(':', 2) is [var part, var name] && SnakeCase.Parse<PausablePart>(part) is { } known
        ? new PausedPart(known, name)
        : throw new InvalidDataException($"\"{key}\" is stored as paused, and is neither a project nor a run nor an account.");

    /// <summary>For people: <c>project first_light</c>, <c>run first_light/run_1</c> or <c>account kling</c>.</summary>
    public override string ToString() => $"{SnakeCase.Of(Part)} {Name}";
}
