using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;
using Recoil.Providers.Http;
using Recoil.Providers.OpenAI;

namespace Recoil.Providers.OpenAICompatible;

/// <summary>Clips through <c>/videos</c>: a job, its state, and its content.</summary>
internal sealed class CompatibleVideos(ProviderHttp http, CompatibleSettings settings)
{
    private const int UsualLongSide = 1280;

    private static readonly string[] s_underWay = ["queued", "pending", "in_progress", "processing"];
    private static readonly string[] s_done = ["completed", "succeeded"];

    public async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var take = request.Take;
        if (take.EndFrame is not null)
            throw Refuse("an order of a clip has no field for a last frame");
        var fields = new JsonObject { ["model"] = RemoteProvider.ModelOf(request), ["prompt"] = take.Prompt, ["size"] = SizeOf(request) };
        if (take.Duration is { } seconds)
        {
            var text = seconds.ToString("0.###", CultureInfo.InvariantCulture);
            fields[settings.CallsLengthDuration ? "duration" : "seconds"] = settings.CallsLengthDuration ? JsonNode.Parse(text) : text;
        }

        if (request.Model.TakesSeed && RemoteProvider.Option(request, "seed_field") is { } seed)
            fields[seed] = take.Seed % int.MaxValue;
        var first = take.StartFrame is { } path ? new TakeReference(path, "the first frame") : null;
        var message = new HttpRequestMessage(HttpMethod.Post, http.AddressOf("/videos"))
        {
            Content = settings.VideosForm ? await FormAsync(fields, first, cancellationToken) : await JsonAsync(fields, first, cancellationToken),
        };
        var answer = await http.SubmitAsync(message, cancellationToken);
        return answer.Body.At("id").Text() is { } id
            ? new SubmitAnswer.Job(id)
            : throw http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no clip", answer.RequestId);
    }

    /// <summary>The one clip with this prompt that was ordered since; null when there is none, or more than one.</summary>
    public async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var answer = await http.AskAsync(new HttpRequestMessage(HttpMethod.Get, http.AddressOf("/videos?limit=100&order=desc")), cancellationToken);
        // Their time has whole seconds.
        var found = answer.Body.At("data").Items()
            .Where(clip => clip.At("prompt").Text() == request.Take.Prompt && clip.At("created_at").Number() >= since.ToUnixTimeSeconds())
            .Select(clip => clip.At("id").Text())
            .Take(2).ToList();
        return found is [var only] ? only : null;
    }

    public async Task<TimeSpan?> PollAsync(string job, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(job, cancellationToken);
        return s_underWay.Contains(answer.Body.At("status").Text(), StringComparer.Ordinal) ? TimeSpan.FromSeconds(5) : null;
    }

    public async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(job, cancellationToken);
        var status = answer.Body.At("status").Text();
        if (s_underWay.Contains(status, StringComparer.Ordinal))
            throw http.Error(ErrorKind.Unavailable, Submit.Refused, $"{job} is still {status}", answer.RequestId);
        return s_done.Contains(status, StringComparer.Ordinal)
            ? await DownloadAsync(job, request, renews: true, cancellationToken)
            : Failed(status, answer.Body.At("error"));
    }

    /// <summary>Where a clip that is under way cannot be deleted, it goes on.</summary>
    public async Task DeleteAsync(string job, CancellationToken cancellationToken)
    {
        var answer = await http.TryAskAsync(new HttpRequestMessage(HttpMethod.Delete, http.AddressOf($"/videos/{Uri.EscapeDataString(job)}")), cancellationToken);
        if (answer.Status is 401 or 403 or 429 or >= 500)
            throw http.Failure(answer, isSubmit: false);
    }

    private Task<ProviderAnswer> AskAsync(string job, CancellationToken cancellationToken) =>
        http.AskAsync(new HttpRequestMessage(HttpMethod.Get, http.AddressOf($"/videos/{Uri.EscapeDataString(job)}")), cancellationToken);

    /// <summary>The content's address mostly leads to another host, and a new one each time.</summary>
    private async Task<GenerationResult> DownloadAsync(string job, GenerationRequest request, bool renews, CancellationToken cancellationToken)
    {
        try
        {
            return await Delivery.DownloadAsync(http, request, http.AddressOf($"/videos/{Uri.EscapeDataString(job)}/content"), cost: null, cancellationToken);
        }
        catch (ResultGoneException) when (renews)
        {
            return await DownloadAsync(job, request, renews: false, cancellationToken);
        }
        catch (ResultGoneException expired)
        {
            return Delivery.Gone(expired, cost: null);
        }
    }

    private static GenerationResult Failed(string? status, JsonElement? error)
    {
        var said = OpenAIErrors.Of(status: 200, error.At("code").Text(), error.At("type").Text(), error.At("message").Text() ?? error.Text() ?? "no reason was given");
        var kind = said.Kind == ErrorKind.InvalidRequest ? ErrorKind.Unknown : said.Kind;
        return new GenerationResult { Cost = null, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: {status ?? "no status"} {said.Code}: {said.Message}" };
    }

    private string SizeOf(GenerationRequest request)
    {
        var ratio = ModelFit.NearestRatio(request.Model, request.Take.AspectRatio) ?? request.Take.AspectRatio;
        var side = RemoteProvider.Option(request, "long_side") switch
        {
            null => UsualLongSide,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) => pixels,
            var other => throw Refuse($"the option long_side is a whole number, not {other}"),
        };
        return RemoteProvider.Option(request, "size") ?? PictureSize.Of(ratio, side) ?? throw Refuse($"there is no size for {ratio}");
    }

    private async Task<MultipartFormDataContent> FormAsync(JsonObject fields, TakeReference? first, CancellationToken cancellationToken)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value!.ToString()), $"\"{name}\"");
        if (first is null)
            return form;
        var (bytes, mime) = await PictureAsync(first, cancellationToken);
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue(mime);
        form.Add(part, "\"input_reference\"", $"\"first.{mime["image/".Length..]}\"");
        return form;
    }

    private async Task<ByteArrayContent> JsonAsync(JsonObject fields, TakeReference? first, CancellationToken cancellationToken)
    {
        if (first is not null)
        {
            var (bytes, mime) = await PictureAsync(first, cancellationToken);
            fields["input_reference"] = new JsonObject { ["image_url"] = $"data:{mime};base64,{Convert.ToBase64String(bytes)}" };
        }

        return Recoil.Providers.Http.JsonContent.Of(fields);
    }

    private async Task<(byte[] Bytes, string Mime)> PictureAsync(TakeReference first, CancellationToken cancellationToken)
    {
        var (bytes, mime) = await first.ReadAsync(cancellationToken);
        return mime.StartsWith("image/", StringComparison.Ordinal) ? (bytes, mime) : throw Refuse($"{Path.GetFileName(first.Path)} is no picture");
    }

    private ProviderException Refuse(string why) => http.Error(ErrorKind.InvalidRequest, Submit.Refused, why, null);
}
