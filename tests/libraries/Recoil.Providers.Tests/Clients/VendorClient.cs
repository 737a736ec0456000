using System.Diagnostics;
using System.Text.Json;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Tests.Clients;

/// <summary>Runs a script of <c>tests/clients</c> against the emulators. Where the clients are not installed, the test is skipped with the reason.</summary>
internal static class VendorClient
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>What the script saw.</summary>
    /// <param name="name">The provider, which is the script's name.</param>
    /// <param name="package">The vendor's package.</param>
    /// <param name="keyVariable">Where the vendor's client looks for the key.</param>
    public static async Task<JsonElement> RunAsync(string name, string package, string keyVariable)
    {
        if (!File.Exists(Repository.PathOf("tests", "clients", "node_modules", package, "package.json")))
            Assert.Skip("The vendors' clients are not installed. `infra/setup clients` installs them.");
        await using var emulators = await EmulatorServer.StartAsync(new PlainPictures());
        using var script = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { Repository.PathOf("tests", "clients", $"{name}.mjs"), emulators.Address.AbsoluteUri },
            Environment = { [keyVariable] = EmulatedProvider.Key },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        try
        {
            await script.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            script.Kill(entireProcessTree: true);
            throw;
        }

        script.ExitCode.ShouldBe(0, await errors);
        emulators.Providers.Single(provider => provider.Name == name).HasLeakedKey.ShouldBeFalse();
        return JsonElement.Parse((await output).Trim().Split('\n')[^1]);
    }
}
