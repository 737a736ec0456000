using System.Net.Http.Headers;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;
using Recoil.Providers.Webhooks;

namespace Recoil.Providers.Kling;

/// <summary>Kling, over either of its APIs. A take is found by its own id, which an account accepts once only.</summary>
internal sealed class KlingProvider : RemoteProvider, IHintingProvider
{
    public static readonly ProviderType Type = new(
        "kling", "https://api-singapore.klingai.com", ProviderKey.InEnvironment("KLING_API_KEY"), static (account, time) => new KlingProvider(account, time), "api");

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly KlingV1 _v1;
    private readonly Kling2 _v2;

    public KlingProvider(ProviderAccount account, TimeProvider time) : base(account, time) => (_v1, _v2) = (new KlingV1(Refuse), new Kling2(Refuse));

    public override JobLookup Lookup => JobLookup.Certain;

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RefuseMisfits(request);
        var api = ApiOf(request);
        var message = new HttpRequestMessage(HttpMethod.Post, Http.AddressOf(api.PathOf(request))) { Content = JsonContent.Of(await api.BodyAsync(request, cancellationToken)) };
        var answer = await Http.SubmitAsync(message, cancellationToken);
        return api.Read(answer, request) is { } task
            ? new SubmitAnswer.Job(api.JobOf(request, task.Id))
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no task", answer.RequestId);
    }

    public override async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var api = ApiOf(request);
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf(api.SearchOf(request))), cancellationToken);
        if (KlingErrors.IsNotFound(answer))
            return null;
        if (!answer.IsSuccess || answer.Body is null || ReadError(answer) is not null)
            throw Http.Failure(answer, isSubmit: false);
        return api.Read(answer, request) is { } task ? api.JobOf(request, task.Id) : null;
    }

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        (await AskAsync(job, request, cancellationToken)).IsOver ? null : s_pause;

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Renewal.FetchAsync(renews: false, async () =>
    {
        var task = await AskAsync(job, request, cancellationToken);
        if (task.HasFailed)
        {
            var kind = KlingErrors.KindOf(task.Message);
            return new GenerationResult { Cost = task.Cost, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: Kling's task {task.Id} failed: {(task.Message.Length > 0 ? task.Message : "no reason given")}" };
        }

        return task.Result is { } address
            ? await Delivery.DownloadAsync(Http, request, address, task.Cost, cancellationToken)
            : Delivery.Corrupt($"Kling's task {task.Id} succeeded without a result", task.Cost);
    });

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/v1/videos/text2video?pageNum=1&pageSize=1")), cancellationToken);
        return "its tasks can be listed";
    }

    public Task<bool> IsGenuineAsync(ProviderHint hint, CancellationToken cancellationToken) => Task.FromResult(StandardSignature.IsGenuine(Account.WebhookSecret.Read(), hint));

    protected override void Authorize(HttpRequestMessage request, string key) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KlingKey.Bearer(key, Time.GetUtcNow()));

    protected override ProviderError? ReadError(ProviderAnswer answer) => KlingErrors.Read(answer);

    private async Task<KlingTask> AskAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        // The job says by which API it was ordered, whatever the account's setting is by now.
        IKlingApi api = job.StartsWith("v1/", StringComparison.Ordinal) ? _v1 : _v2;
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf(api.QuestionOf(job))), cancellationToken);
        return api.Read(answer, request) ?? throw Http.Error(ErrorKind.InvalidRequest, Submit.Refused, $"Kling knows no task {job}", answer.RequestId);
    }

    private IKlingApi ApiOf(GenerationRequest request) => (Account.Settings.GetValueOrDefault("api") ?? Option(request, "api")) switch
    {
        null or "v1" => _v1,
        "2.0" => _v2,
        var other => throw Refuse($"{other} is no API of Kling; set api to v1 or 2.0"),
    };
}
