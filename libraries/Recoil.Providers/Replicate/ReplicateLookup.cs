using System.Globalization;
using System.Text.Json;
using Recoil.Providers.Http;

namespace Recoil.Providers.Replicate;

/// <summary>
/// Looks for a prediction in the account's list: by its webhook, which no other has, else by prompt and seed. Without either another take with the same
/// prompt could be taken for it, so nothing is found.
/// </summary>
internal sealed class ReplicateLookup(ProviderHttp http)
{
    private const int MostPages = 20;

    private static readonly TimeSpan s_clocksDiffer = TimeSpan.FromMinutes(2);

    public async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (request.HintAddress is null && !request.Model.TakesSeed)
            return null;
        Uri? page = http.AddressOf("/predictions");
        for (var read = 0; page is not null && read < MostPages; read++)
        {
            var answer = await http.AskAsync(new HttpRequestMessage(HttpMethod.Get, page), cancellationToken);
            foreach (var prediction in answer.Body.At("results").Items())
            {
                // Newest first.
                if (CreatedAt(prediction) < since - s_clocksDiffer)
                    return null;
                if (IsIt(prediction, request))
                    return prediction.At("id").Text();
            }

            page = answer.Body.At("next").Text() is { } next ? http.AddressOf(next) : null;
        }

        return null;
    }

    private static bool IsIt(JsonElement prediction, GenerationRequest request) =>
        (request.HintAddress is { } hint && prediction.At("webhook").Text() == hint.AbsoluteUri)
        || (request.Model.TakesSeed && InputOf(prediction, request, "seed").Number() == request.Take.Seed % int.MaxValue
            && InputOf(prediction, request, "prompt").Text()?.Contains(request.Take.Prompt, StringComparison.Ordinal) == true);

    private static JsonElement? InputOf(JsonElement prediction, GenerationRequest request, string name) =>
        prediction.At("input", RemoteProvider.Option(request, $"{name}_field") ?? name);

    private static DateTimeOffset? CreatedAt(JsonElement prediction) =>
        DateTimeOffset.TryParse(prediction.At("created_at").Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
