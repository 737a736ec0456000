using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.OpenAI;

/// <summary>Pictures through an Images API: from a prompt alone as <c>/images/generations</c>, with references as the form <c>/images/edits</c>.</summary>
internal sealed class OpenAIImages(ProviderHttp http, ImagesDialect dialect)
{
    private const int LongestPrompt = 32_000;
    private const int MostReferences = 16;

    private static readonly string[] s_texts = ["quality", "background", "output_format", "user"];
    private static readonly string[] s_pictures = ["image/png", "image/jpeg", "image/webp"];

    /// <returns>The picture; or a job with its address, where the endpoint stores it elsewhere.</returns>
    public async Task<SubmitAnswer> SubmitAsync(string model, Func<string, string?> option, GenerationRequest request, CancellationToken cancellationToken)
    {
        var references = TakeReference.Of(request);
        if (references.Count > MostReferences)
            throw Refuse($"an edit takes {MostReferences} pictures at most, not {references.Count}");
        var fields = FieldsOf(model, option, references, request);
        var message = references.Count == 0
            ? new HttpRequestMessage(HttpMethod.Post, http.AddressOf("/images/generations")) { Content = JsonContent.Of(fields) }
            : new HttpRequestMessage(HttpMethod.Post, http.AddressOf("/images/edits")) { Content = await FormAsync(fields, references, cancellationToken) };
        var answer = await http.SubmitAsync(message, cancellationToken);

        var cost = CostOf(answer, request.Model);
        var picture = answer.Body.At("data").Items().Select(first => (JsonElement?)first).FirstOrDefault();
        if (picture.At("b64_json").Text() is { Length: > 0 } bytes)
            return new SubmitAnswer.Done(await Delivery.KeepAsync(request, bytes, cost, cancellationToken));
        if (picture.At("url").Text() is { Length: > 0 } address && Uri.TryCreate(address, UriKind.Absolute, out var found) && found.Scheme is "http" or "https")
            return new SubmitAnswer.Job(address);
        return new SubmitAnswer.Done(dialect.EmptyIsRefusal && picture is null
            ? new GenerationResult { Cost = cost, ErrorKind = ErrorKind.ContentFilter, Error = "content_filter: the answer holds no picture" }
            : Delivery.Corrupt("there is no picture in the answer", cost));
    }

    /// <summary>Downloads a picture that is stored elsewhere.</summary>
    public async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await Delivery.DownloadAsync(http, request, new Uri(job), cost: null, cancellationToken);
        }
        catch (ResultGoneException expired)
        {
            return Delivery.Gone(expired, cost: null);
        }
    }

    private JsonObject FieldsOf(string model, Func<string, string?> option, IReadOnlyList<TakeReference> references, GenerationRequest request)
    {
        var prompt = TakeReference.PromptOf(request.Take.Prompt, references);
        if (prompt.Length > LongestPrompt)
            throw Refuse($"the prompt has {prompt.Length} characters with what it says of the references, more than {LongestPrompt}");
        var fields = new JsonObject { ["model"] = model, ["prompt"] = prompt, ["size"] = SizeOf(option, request) };
        if (dialect.SendsResponseFormat)
            fields["response_format"] = "b64_json";
        foreach (var name in s_texts)
        {
            if (option(name) is { } text)
                fields[name] = text;
        }

        if (option("output_compression") is { } compression)
            fields["output_compression"] = Whole("output_compression", compression);
        // Each of the two has one that the other lacks.
        var (own, said) = references.Count == 0 ? ("moderation", option("moderation")) : ("input_fidelity", option("input_fidelity"));
        if (said is not null)
            fields[own] = said;
        return fields;
    }

    private string SizeOf(Func<string, string?> option, GenerationRequest request)
    {
        var ratio = ModelFit.NearestRatio(request.Model, request.Take.AspectRatio) ?? request.Take.AspectRatio;
        return option("size")
            ?? PictureSize.Of(ratio, option("long_side") is { } side ? Whole("long_side", side) : null)
            ?? throw Refuse($"there is no size for {ratio}");
    }

    private async Task<MultipartFormDataContent> FormAsync(JsonObject fields, IReadOnlyList<TakeReference> references, CancellationToken cancellationToken)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value!.ToString()), $"\"{name}\"");
        foreach (var (reference, number) in references.Select((reference, index) => (reference, index + 1)))
        {
            var (bytes, mime) = await reference.ReadAsync(cancellationToken);
            if (!s_pictures.Contains(mime, StringComparer.Ordinal))
                throw Refuse($"{Path.GetFileName(reference.Path)} is no PNG, JPEG or WebP");
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue(mime);
            form.Add(part, "\"image[]\"", $"\"{number}.{mime["image/".Length..]}\"");
        }

        return form;
    }

    private int Whole(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse($"the option {name} is a whole number, not {value}");

    private ProviderException Refuse(string why) => http.Error(ErrorKind.InvalidRequest, Submit.Refused, why, null);

    private static KnownCost? CostOf(ProviderAnswer answer, ModelProfile model)
    {
        if (answer.Body.At("usage") is not { } usage)
            return null;
        var (input, output) = (usage.At("input_tokens_details"), usage.At("output_tokens_details"));
        return TokenUsage.CostOf(model,
        [
            ("text_input", input is null ? usage.At("input_tokens").Number() ?? 0 : input.At("text_tokens").Number() ?? 0),
            ("image_input", input.At("image_tokens").Number() ?? 0),
            ("image_output", output is null ? usage.At("output_tokens").Number() ?? 0 : output.At("image_tokens").Number() ?? 0),
            ("text_output", output.At("text_tokens").Number() ?? 0),
        ]);
    }
}
