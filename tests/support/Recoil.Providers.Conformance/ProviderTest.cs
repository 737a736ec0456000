using Recoil.Contracts;

namespace Recoil.Providers.Conformance;

/// <summary>Gives every test a provider and the emulator of its API, and takes to order.</summary>
public abstract class ProviderTest<TProvider> : IAsyncLifetime where TProvider : IProviderUnderTest, new()
{
    // A yellow pixel.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

    private readonly string _folder = Directory.CreateTempSubdirectory("recoil-provider-").FullName;

    protected TProvider Setup { get; } = new();

    public ValueTask InitializeAsync() => Setup.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Setup.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The operations that the provider has.</summary>
    protected IEnumerable<Operation> Operations => Enum.GetValues<Operation>().Where(operation => Setup.ModelOf(operation) is not null);

    /// <summary>A take of the operation; of the provider's first where none is given.</summary>
    protected GenerationRequest Order(Operation? operation = null, Func<GenerateTake, GenerateTake>? change = null)
    {
        var kind = operation ?? Operations.First();
        var clip = kind == Operation.VideoI2v;
        var model = Setup.ModelOf(kind)!;
        var take = new GenerateTake
        {
            CorrelationId = Guid.NewGuid(),
            TakeId = Guid.NewGuid(),
            Project = "film",
            RunId = "r1",
            ShotId = "SH010",
            Attempt = 1,
            Take = 1,
            Ordinal = 1,
            Operation = kind,
            Prompt = $"Wide shot: a lighthouse at dusk, number {Guid.NewGuid():N}",
            Model = model.Id!,
            AspectRatio = model.AspectRatios is { } ratios && !ratios.Contains("16:9", StringComparer.Ordinal) ? ratios[0] : "16:9",
            Duration = clip ? model.Durations?[0] ?? 5 : null,
            StartFrame = clip ? Picture() : null,
            IdentityRefs = !clip && model.MaxReferences != 0 ? [Picture()] : [],
            Seed = Random.Shared.Next(1, int.MaxValue),
        };
        return new GenerationRequest(change?.Invoke(take) ?? take, model, Path.Combine(_folder, Guid.NewGuid().ToString("N")));
    }

    /// <summary>A picture in a file.</summary>
    protected string Picture()
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.png");
        File.WriteAllBytes(path, Convert.FromBase64String(Pixel));
        return path;
    }

    /// <summary>Orders a take and brings it to its end, as the generator does without its failures.</summary>
    protected static async Task<GenerationResult> MakeAsync(IGenerationProvider provider, GenerationRequest request)
    {
        return await provider.SubmitAsync(request, CancellationToken.None) switch
        {
            SubmitAnswer.Done done => done.Result,
            SubmitAnswer.Job job => await FinishAsync(provider, job.Id, request),
            _ => throw new InvalidOperationException("A submit is answered with a job or a result."),
        };
    }

    /// <summary>Asks until a job is over, and fetches it.</summary>
    protected static async Task<GenerationResult> FinishAsync(IGenerationProvider provider, string job, GenerationRequest request)
    {
        for (var asked = 0; await provider.PollAsync(job, request, CancellationToken.None) is { } pause; asked++)
        {
            pause.ShouldBeGreaterThan(TimeSpan.Zero);
            asked.ShouldBeLessThan(100);
        }

        return await provider.FetchAsync(job, request, CancellationToken.None);
    }

    /// <summary>What an order ended with: the kind of the exception, or of the result; null for a take.</summary>
    protected static async Task<(ErrorKind? Kind, Submit? Submit, string Message)> EndOfAsync(IGenerationProvider provider, GenerationRequest request)
    {
        try
        {
            var result = await MakeAsync(provider, request);
            return (result.File is null ? result.ErrorKind : null, null, result.Error ?? "");
        }
        catch (ProviderException e)
        {
            return (e.Kind, e.Submit, e.ToString());
        }
    }
}
