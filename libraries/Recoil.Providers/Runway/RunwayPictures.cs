using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Runway;

/// <summary>Pictures that go along: small ones within the request, others as an upload that lives for a day.</summary>
internal sealed class RunwayPictures(ProviderHttp http)
{
    // A data: address has five million characters at most, and base64 makes four of three bytes.
    private const int LargestWithin = 3_600_000;

    public async Task<string> AddressOfAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var kind = MediaFile.KindOf(bytes);
        return bytes.Length <= LargestWithin ? $"data:{MediaFile.MimeOf(kind)};base64,{Convert.ToBase64String(bytes)}" : await UploadAsync(bytes, kind, cancellationToken);
    }

    /// <summary>The storage is another host, which gets the fields that Runway signed, and no key.</summary>
    private async Task<string> UploadAsync(byte[] bytes, MediaKind kind, CancellationToken cancellationToken)
    {
        var name = $"picture{MediaFile.ExtensionOf(kind)}";
        var place = await http.AskAsync(
            new HttpRequestMessage(HttpMethod.Post, http.AddressOf("/v1/uploads")) { Content = JsonContent.Of(new JsonObject { ["filename"] = name, ["type"] = "ephemeral" }) }, cancellationToken);
        if (place.Body.At("runwayUri").Text() is not { } address || !Uri.TryCreate(place.Body.At("uploadUrl").Text(), UriKind.Absolute, out var storage))
            throw http.Error(ErrorKind.Unavailable, Submit.Refused, "the answer to an upload says no place for it", place.RequestId);

        using var form = new MultipartFormDataContent();
        foreach (var field in place.Body.At("fields") is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject() : default)
            form.Add(new StringContent(field.Value.GetString() ?? ""), field.Name);
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(MediaFile.MimeOf(kind));
        form.Add(file, "file", name);
        await http.AskAsync(new HttpRequestMessage(HttpMethod.Post, storage) { Content = form }, cancellationToken);
        return address;
    }
}
