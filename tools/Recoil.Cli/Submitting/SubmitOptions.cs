using Recoil.Cli.Commands;

namespace Recoil.Cli.Submitting;

/// <summary><c>recoil submit</c> as it was typed.</summary>
internal sealed record SubmitOptions
{
    public required PlanChoices Plan { get; init; }
    public bool Wait { get; init; }
    public string? Data { get; init; }
    public bool Json { get; init; }
}
