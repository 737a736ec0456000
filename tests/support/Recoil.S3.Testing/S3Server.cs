using System.Diagnostics;
using System.Globalization;
using Recoil.Testing;
using Xunit;

namespace Recoil.S3.Testing;

/// <summary>
/// The S3-compatible server for tests, one for all tests of a process, with an empty bucket. Where it is not installed, the test is
/// skipped with the reason.
/// </summary>
public static class S3Server
{
    /// <summary>The bucket that is there.</summary>
    public const string Bucket = "recoil";

    /// <summary>The access key, and its secret.</summary>
    public const string Key = "S3RVER";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string>> s_server = new(StartAsync);

    /// <summary>The server's address. Skips the test where there is no server.</summary>
    public static Task<string> AddressAsync()
    {
        if (!File.Exists(Path.Combine(Modules, "s3rver", "package.json")))
            Assert.Skip("The S3-compatible test server is not installed. `infra/setup s3` installs it.");
        return s_server.Value;
    }

    private static string Modules => Repository.PathOf("artifacts", "s3-server", "node_modules");

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("recoil-s3-").FullName;
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Repository.PathOf("tests", "support", "Recoil.S3.Testing", "server", "server.js"), folder, Bucket },
            Environment = { ["NODE_PATH"] = Modules },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.Kill();
            server.WaitForExit();
            Directory.Delete(folder, recursive: true);
        };
        var port = await server.StandardOutput.ReadLineAsync().WaitAsync(s_startLimit)
            ?? throw new InvalidOperationException("The S3-compatible test server does not start; its reason is above.");
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}");
    }
}
