using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Generator.Providers.Animatic;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators;

/// <summary>A provider's API as its documents describe it, with what it sold and what shall go wrong.</summary>
public abstract class EmulatedProvider(string name, IPictureSource pictures, TimeProvider time)
{
    private const string ForeignHost = "localhost";

    private readonly Directive _directive = new();
    private int _submits;
    private int _number;

    /// <summary>Also the first part of its paths.</summary>
    public string Name => name;

    /// <summary>The key that it accepts.</summary>
    public const string Key = "emulator-key-0123456789";

    /// <summary>What shall go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What was bought, by the provider's id.</summary>
    public ConcurrentDictionary<string, EmulatedJob> Bought { get; } = new(StringComparer.Ordinal);

    /// <summary>How many submits have arrived, also those that were refused.</summary>
    public int Submits => _submits;

    /// <summary>For how many questions a job is not yet over.</summary>
    public int PollsUntilDone { get; set; } = 1;

    /// <summary>Whether the account's key came to a host that is not the provider's.</summary>
    public bool HasLeakedKey { get; private set; }

    /// <summary>The type of an account here.</summary>
    public virtual string AccountType => name;

    /// <summary>Where an account's base address is, behind the emulator's.</summary>
    public virtual string AccountPath => name;

    /// <summary>The switches of an account here.</summary>
    public virtual IReadOnlyDictionary<string, string> AccountSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    protected IPictureSource Pictures => pictures;

    protected TimeProvider Time => time;

    /// <summary>Adds its addresses below its name.</summary>
    public abstract void Map(IEndpointRouteBuilder routes);

    /// <summary>The provider's own answer to a submit that it refuses.</summary>
    protected abstract IResult Refusal(Fault fault);

    /// <summary>Whether refused content is refused at once; otherwise it is bought, and the job fails.</summary>
    protected virtual bool RefusesAtOnce(EmulatedOrder order) => true;

    /// <summary>Whether a request carries <see cref="Key"/>.</summary>
    protected abstract bool HasKey(HttpRequest request);

    /// <summary>Takes an order in: refuses it, or buys it and answers, in the way that is planned.</summary>
    /// <param name="context">The request.</param>
    /// <param name="order">What is ordered.</param>
    /// <param name="id">The job's id; null for the next number.</param>
    /// <param name="externalId">The buyer's own id, where there is one.</param>
    /// <param name="answer">What is said of what was bought.</param>
    protected async Task<IResult> SubmitAsync(
        HttpContext context, EmulatedOrder order, Func<EmulatedJob, Task<IResult>> answer, string? id = null, string? externalId = null)
    {
        Interlocked.Increment(ref _submits);
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var fault = Faults.Take();
        if (fault == Fault.RefusedContent && !RefusesAtOnce(order))
            fault = Fault.RefusedResult;
        switch (fault)
        {
            case Fault.RefusedContent or Fault.NoFunds or Fault.BadKey or Fault.RateLimited or Fault.Unavailable or Fault.InvalidRequest:
                return Refusal(fault);
            case Fault.CutBefore:
                context.Abort();
                return Results.Empty;
        }

        var defect = _directive.Next(order.Prompt);
        if (defect == Defect.ContentFilter || Directive.Refuses(order.Prompt))
        {
            if (RefusesAtOnce(order))
                return Refusal(Fault.RefusedContent);
            (fault, defect) = (Fault.RefusedResult, Defect.None);
        }

        switch (defect)
        {
            case Defect.RateLimited:
                return Refusal(Fault.RateLimited);
            case Defect.Unavailable:
                return Refusal(Fault.Unavailable);
            case Defect.Corrupt:
                fault = Fault.TruncatedFile;
                break;
            case Defect.Timeout:
                fault = Fault.FailedResult;
                break;
            default:
                order = order with { Defect = defect };
                break;
        }

        id ??= NextId();
        var job = new EmulatedJob { Id = id, ExternalId = externalId, Order = order, Fault = fault, At = Time.GetUtcNow() };
        if (!Bought.TryAdd(id, job))
            throw new InvalidOperationException($"{Name} sold {id} twice.");
        switch (fault)
        {
            case Fault.CutAfter:
                context.Abort();
                return Results.Empty;
            case Fault.GatewayAfter:
                return Results.Content("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html", null, StatusCodes.Status502BadGateway);
            case Fault.SilentAfter:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return Results.Empty;
            default:
                return await answer(job);
        }
    }

    /// <summary>Whether a job is still under way at this question.</summary>
    protected bool IsUnderWay(EmulatedJob job) => job.Poll() <= PollsUntilDone;

    /// <summary>The bytes that are delivered for a job, as broken as planned.</summary>
    protected async Task<byte[]> FileAsync(EmulatedJob job, CancellationToken cancellationToken)
    {
        if (job.Fault == Fault.WrongFile)
            return "<html><body>Something went wrong</body></html>"u8.ToArray();
        var bytes = await pictures.MakeAsync(job.Order, cancellationToken);
        return job.Fault == Fault.TruncatedFile ? bytes[..(bytes.Length / 2)] : bytes;
    }

    /// <summary>Answers a download of a job's file, with the planned trouble.</summary>
    protected async Task<IResult> DownloadAsync(HttpContext context, EmulatedJob job)
    {
        WatchForKey(context.Request);
        var number = job.Download();
        if (job.Fault == Fault.GoneForGood || (job.Fault == Fault.ExpiredAddress && number == 1))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var bytes = await FileAsync(job, context.RequestAborted);
        if (job.Fault == Fault.CutDownload && number == 1)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return Results.Empty;
        }

        return Results.Bytes(bytes, job.Fault == Fault.WrongFile ? "text/html" : job.Order.IsClip ? "video/mp4" : "image/png");
    }

    /// <summary>Remembers a key that came to a foreign host.</summary>
    protected void WatchForKey(HttpRequest request) => HasLeakedKey |= HasKey(request) && request.Host.Host == ForeignHost;

    /// <summary>An address on another host, as those of results mostly are. No key may come there.</summary>
    protected static string ForeignAddressOf(HttpRequest request, string path) => $"{request.Scheme}://{ForeignHost}:{request.Host.Port}{request.PathBase}{path}";

    /// <summary>An address of this emulator, as its clients see it.</summary>
    protected string AddressOf(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}/{Name}{path}";

    private string NextId() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}-job-{Interlocked.Increment(ref _number)}");
}
