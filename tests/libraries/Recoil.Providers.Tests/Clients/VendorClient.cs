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
    /// <param name="name">The provider.</param>
    /// <param name="package">The vendor's package.</param>
    /// <param name="keyVariable">Where the vendor's client looks for the key.</param>
    /// <param name="script">The script's name, where it is not the provider's.</param>
    public static async Task<JsonElement> RunAsync(string name, string package, string keyVariable, string? script = null)
    {
        if (!File.Exists(Repository.PathOf("tests", "clients", "node_modules", package, "package.json")))
            Assert.Skip("The vendors' clients are not installed. `infra/setup clients` installs them.");
        await using var emulators = await EmulatorServer.StartAsync(new PlainPictures());
        using var client = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { Repository.PathOf("tests", "clients", $"{script ?? name}.mjs"), emulators.Address.AbsoluteUri },
            Environment = { [keyVariable] = EmulatedProvider.Key },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (client.StandardOutput.ReadToEndAsync(), client.StandardError.ReadToEndAsync());
        try
        {
            await client.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            client.Kill(entireProcessTree: true);
            throw;
        }

        client.ExitCode.ShouldBe(0, await errors);
        emulators.Providers.Single(provider => provider.Name == name).HasLeakedKey.ShouldBeFalse();
        return JsonElement.Parse((await output).Trim().Split('\n')[^1]);
    }
}
