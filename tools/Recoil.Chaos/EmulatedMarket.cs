using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Chaos;

/// <summary>Emulated providers in this process, which nobody kills: they know what was bought.</summary>
internal sealed class EmulatedMarket : IAsyncDisposable
{
    private static readonly TimeSpan s_submitTimeout = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<Fault, double> s_faults = new()
    {
        [Fault.CutBefore] = 0.04,
        [Fault.CutAfter] = 0.06,
        [Fault.GatewayAfter] = 0.04,
        [Fault.SilentAfter] = 0.02,
        [Fault.RateLimited] = 0.08,
        [Fault.Unavailable] = 0.04,
        [Fault.RefusedContent] = 0.03,
        [Fault.RefusedResult] = 0.03,
        [Fault.FailedResult] = 0.03,
        [Fault.TruncatedFile] = 0.03,
        [Fault.ExpiredAddress] = 0.03,
        [Fault.CutDownload] = 0.05,
        [Fault.PollUnavailable] = 0.05,
    };

    private readonly EmulatorServer _server;

    private EmulatedMarket(EmulatorServer server, string accountsFile, string picture) => (_server, AccountsFile, Picture) = (server, accountsFile, picture);

    /// <summary>The providers file for the services.</summary>
    public string AccountsFile { get; }

    /// <summary>A picture in a folder of its own.</summary>
    public string Picture { get; }

    public IReadOnlyList<EmulatedProvider> Providers => _server.Providers;

    public static async Task<EmulatedMarket> OpenAsync(string folder, int seed, CancellationToken cancellationToken)
    {
        var pictures = new PlainPictures();
        var server = await EmulatorServer.StartAsync(pictures, cancellationToken: cancellationToken);
        foreach (var (provider, number) in server.Providers.Select((provider, number) => (provider, number)))
            provider.Faults.ByChance(seed + number, s_faults);
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        var accounts = Path.Combine(folder, "providers.json");
        EmulatedAccounts.Write(server.Address, accounts, s_submitTimeout);
        var picture = Path.Combine(folder, "refs", "start.png");
        await File.WriteAllBytesAsync(picture, await pictures.MakeAsync(new EmulatedOrder { Model = "start", Prompt = "start", Seed = seed }, cancellationToken), cancellationToken);
        return new EmulatedMarket(server, accounts, picture);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
