using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Runway;

/// <summary>Runway. It bills in credits and says how many; a submit whose answer was lost cannot be found.</summary>
internal sealed class RunwayProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "runway", "https://api.dev.runwayml.com", ProviderKey.InEnvironment("RUNWAYML_API_SECRET"), static (account, time) => new RunwayProvider(account, time));

    private const decimal UsdPerCredit = 0.01m;

    // More often is asked for nothing.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly RunwayOrders _orders;

    public RunwayProvider(ProviderAccount account, TimeProvider time) : base(account, time) => _orders = new RunwayOrders(new RunwayPictures(Http), Refuse);

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RefuseMisfits(request);
        var body = await _orders.BodyAsync(request, cancellationToken);
        var answer = await Http.SubmitAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf(RunwayOrders.PathOf(request))) { Content = JsonContent.Of(body) }, cancellationToken);
        return answer.Body.At("id").Text() is { } job
            ? new SubmitAnswer.Job(job)
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no task", answer.RequestId);
    }

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        (await AskAsync(job, cancellationToken)).At("status").Text() is "SUCCEEDED" or "FAILED" or "CANCELLED" ? null : s_pause;

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Renewal.FetchAsync(renews: true, async () =>
    {
        var task = await AskAsync(job, cancellationToken);
        var (cost, code) = (CostOf(task), task.At("failureCode").Text());
        return task.At("status").Text() switch
        {
            "SUCCEEDED" when Uri.TryCreate(task.At("output").Items().Select(first => ((JsonElement?)first).Text()).FirstOrDefault(), UriKind.Absolute, out var address) =>
                await Delivery.DownloadAsync(Http, request, address, cost, cancellationToken),
            "SUCCEEDED" => Delivery.Corrupt($"Runway's task {job} succeeded without an output", cost),
            "CANCELLED" => Failed(ErrorKind.Unknown, "it was cancelled", cost),
            _ => Failed(RunwayErrors.KindOf(code), $"{code ?? "no code"}: {task.At("failure").Text()}", cost),
        };

        GenerationResult Failed(ErrorKind kind, string why, KnownCost? charged) =>
            new() { Cost = charged, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: Runway's task {job} made nothing: {why}" };
    });

    /// <summary>Cancels a task that is under way. One that is over would be deleted by the same call: what it cost is asked before.</summary>
    public override async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        if (CostOf(await FindTaskAsync(job, cancellationToken)) is { } known)
            return known;
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Delete, Http.AddressOf(PathOf(job))), cancellationToken);
        if (!answer.IsSuccess && answer.Status != 404)
            throw Http.Failure(answer, isSubmit: false);
        return CostOf(await FindTaskAsync(job, cancellationToken));
    }

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/v1/organization")), cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Body.At("creditBalance").Number() ?? 0:#,0} credits left");
    }

    protected override void Authorize(HttpRequestMessage request, string key)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TryAddWithoutValidation("X-Runway-Version", "2024-11-06");
    }

    protected override ProviderError? ReadError(ProviderAnswer answer) => RunwayErrors.Read(answer);

    private async Task<JsonElement?> AskAsync(string job, CancellationToken cancellationToken) =>
        (await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf(PathOf(job))), cancellationToken)).Body;

    /// <summary>The task; null when it is not known any more.</summary>
    private async Task<JsonElement?> FindTaskAsync(string job, CancellationToken cancellationToken)
    {
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf(PathOf(job))), cancellationToken);
        return answer.IsSuccess ? answer.Body : answer.Status == 404 ? null : throw Http.Failure(answer, isSubmit: false);
    }

    private static string PathOf(string job) => $"/v1/tasks/{Uri.EscapeDataString(job)}";

    /// <summary>What a task that is over has cost.</summary>
    private static KnownCost? CostOf(JsonElement? task) => task.At("cost", "credits").Number() is { } credits ? KnownCost.Reported(credits * UsdPerCredit) : null;
}
