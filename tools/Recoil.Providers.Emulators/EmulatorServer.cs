using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Providers.Emulators.Anthropic;
using Recoil.Providers.Emulators.Chat;
using Recoil.Providers.Emulators.ComfyUI;
using Recoil.Providers.Emulators.Fal;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Gemini;
using Recoil.Providers.Emulators.Kling;
using Recoil.Providers.Emulators.Luma;
using Recoil.Providers.Emulators.OpenAI;
using Recoil.Providers.Emulators.Replicate;
using Recoil.Providers.Emulators.Runway;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators;

/// <summary>All emulated providers on one port of this machine, each below its name: <c>http://127.0.0.1:5090/gemini</c>.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmulatorServer(WebApplication app, IReadOnlyList<EmulatedProvider> providers) => (_app, Providers) = (app, providers);

    public IReadOnlyList<EmulatedProvider> Providers { get; }

    /// <summary>One of each, to read its name and settings.</summary>
    internal static IReadOnlyList<EmulatedProvider> All { get; } = Providing(new PlainPictures());

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts it.</summary>
    /// <param name="pictures">Makes what is delivered.</param>
    /// <param name="port">0 for any free one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmulatorServer> StartAsync(IPictureSource pictures, int port = 0, CancellationToken cancellationToken = default)
    {
        var providers = Providing(pictures);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 256 << 20);
        var app = builder.Build();
        foreach (var provider in providers)
        {
            provider.Map(app.MapGroup($"/{provider.Name}"));
            app.MapGet($"/emulator/{provider.Name}/bought", () => Results.Json(provider.Bought.Values.OrderBy(job => job.At).Select(job => new
            {
                id = job.Id,
                external_id = job.ExternalId,
                model = job.Order.Model,
                prompt = job.Order.Prompt,
                seed = job.Order.Seed,
                fault = SnakeCase.Of(job.Fault),
            })));
            app.MapPost($"/emulator/{provider.Name}/faults", (FaultRequest asked) =>
            {
                if (asked.ByChance is { } shares)
                    provider.Faults.ByChance(asked.Seed, shares);
                if (asked.Next is { } next)
                    provider.Faults.Next(next, asked.Times);
                return Results.NoContent();
            });
        }

        app.MapGet("/health/ready", () => Results.Json(new { status = "Healthy", checks = new Dictionary<string, object>(StringComparer.Ordinal) }));
        await app.StartAsync(cancellationToken);
        return new EmulatorServer(app, providers);
    }

    /// <summary>Until the process is asked to stop.</summary>
    public Task WaitForShutdownAsync() => ((IHost)_app).WaitForShutdownAsync();

    private static EmulatedProvider[] Providing(IPictureSource pictures) =>
    [
        new AnthropicEmulator(pictures, TimeProvider.System),
        new ChatEmulator(pictures, TimeProvider.System),
        new ComfyUIEmulator(pictures, TimeProvider.System),
        new CompatibleEmulator(pictures, TimeProvider.System),
        new FalEmulator(pictures, TimeProvider.System),
        new GeminiEmulator(pictures, TimeProvider.System),
        new KlingEmulator(pictures, TimeProvider.System),
        new LumaEmulator(pictures, TimeProvider.System),
        new OpenAIEmulator(pictures, TimeProvider.System),
        new ReplicateEmulator(pictures, TimeProvider.System),
        new RunwayEmulator(pictures, TimeProvider.System),
    ];

    /// <summary>The provider of a type.</summary>
    public T Of<T>() where T : EmulatedProvider => Providers.OfType<T>().Single();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed record FaultRequest(Fault? Next, IReadOnlyDictionary<Fault, double>? ByChance, int Times = 1, int Seed = 1);
}
