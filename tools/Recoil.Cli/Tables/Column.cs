namespace Recoil.Cli.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Right">Whether it holds numbers, which stand on the right.</param>
internal sealed record Column(string Name, bool Right = false)
{
    public static implicit operator Column(string name) => new(name);
}
