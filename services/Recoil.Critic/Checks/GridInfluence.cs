using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Panels;

namespace Recoil.Critic.Checks;

/// <summary>
/// Finds takes that are a sheet of panels instead of one picture: with gutters or without, at even divisions or as comics are laid out.
/// </summary>
internal sealed class GridInfluence(CriticThresholds thresholds) : ICheck
{
    public const string Name = "grid_influence";

    private const int FewestPanels = 3, FewestGutters = 2;

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var grid = PanelGrid.Of(take.Still);
        var page = PanelPage.Of(take.Still);
        var laidOut = page is { Panels: >= FewestPanels, Gutters: >= FewestGutters };
        var strength = laidOut ? Math.Max(1, grid.Strength) : grid.Strength;
        IReadOnlyList<Observation> seen =
        [
            Observation.Of(
                Name, FailureMode.GridInfluence, Severity.Hard, strength / thresholds.Grid, strength, thresholds.Grid,
                laidOut ? $"is laid out as {page}"
                : strength > thresholds.Grid ? string.Create(CultureInfo.InvariantCulture, $"is divided into {grid} (strength {strength:0.00})")
                : "no panels"),
        ];
        return Task.FromResult(seen);
    }
}
