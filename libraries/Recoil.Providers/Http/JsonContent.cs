using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Recoil.Providers.Http;

/// <summary>Request bodies.</summary>
internal static class JsonContent
{
    public static ByteArrayContent Of(JsonObject body)
    {
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
