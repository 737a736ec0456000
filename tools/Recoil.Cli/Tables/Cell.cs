namespace Recoil.Cli.Tables;

/// <summary>A cell of a table.</summary>
/// <param name="Text">One line.</param>
/// <param name="Color">By Spectre's names; null for the terminal's own.</param>
internal sealed record Cell(string Text, string? Color = null)
{
    public static implicit operator Cell(string text) => new(text);
}
