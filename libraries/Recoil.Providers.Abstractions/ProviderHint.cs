namespace Recoil.Providers;

/// <summary>A call to a <see cref="GenerationRequest.HintAddress"/>.</summary>
/// <param name="Headers">The headers; names are compared without case.</param>
/// <param name="Body">The body, byte for byte as it was signed.</param>
/// <param name="At">When it came.</param>
public sealed record ProviderHint(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset At);
