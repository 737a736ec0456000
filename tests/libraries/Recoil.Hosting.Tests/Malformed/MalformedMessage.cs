namespace Recoil.Hosting.Tests.Malformed;

/// <summary>A message that is wrong, or about nothing that exists.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="About">The message it pretends to be, and the field.</param>
/// <param name="Exchange">Where it is sent; empty for a queue by its name.</param>
/// <param name="RoutingKey">The queue's name, or a routing key.</param>
/// <param name="Body">What is sent.</param>
internal sealed record MalformedMessage(string Kind, string About, string Exchange, string RoutingKey, byte[] Body)
{
    public string? ContentType { get; init; } = "application/vnd.masstransit+json";

    public string? ContentEncoding { get; init; }

    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>It is well-formed, but about a shot or take that does not exist: read and passed over.</summary>
    public bool IsIgnored { get; init; }

    public override string ToString() => $"{Kind} ({About}) to {(Exchange.Length > 0 ? Exchange : RoutingKey)}";
}
