namespace Recoil.Providers.OpenAI;

/// <summary>How an endpoint differs from OpenAI's own.</summary>
internal sealed record ImagesDialect
{
    /// <summary>Whether it must be told to answer with bytes. OpenAI's own models refuse the field.</summary>
    public bool SendsResponseFormat { get; init; }

    /// <summary>Whether an answer without a picture is its way to refuse the content.</summary>
    public bool EmptyIsRefusal { get; init; }
}
