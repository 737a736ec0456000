using System.Text.Json.Nodes;

namespace Recoil.Providers.Kling;

/// <summary>Pictures that go along: base64 without a <c>data:</c> prefix, which Kling does not take.</summary>
internal static class KlingPicture
{
    private const int LargestBytes = 10 << 20;

    public static async Task<JsonNode> ReadAsync(string path, Func<string, ProviderException> refuse, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return bytes.Length > LargestBytes
            ? throw refuse($"{Path.GetFileName(path)} has {bytes.Length} bytes; Kling takes pictures of {LargestBytes} bytes at most")
            : JsonValue.Create(Convert.ToBase64String(bytes));
    }
}
