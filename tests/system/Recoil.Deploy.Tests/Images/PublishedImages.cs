using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Images;

/// <summary>
/// What the Dockerfile's build stage makes, made without Docker: its own commands, on the files that it copies, in a folder of their
/// own. Afterwards nobody may write to it.
/// </summary>
public sealed partial class PublishedImages : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly string _root = Directory.CreateTempSubdirectory("recoil-images-").FullName;

    public async ValueTask InitializeAsync()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Packages come from where this repository has them from, and no build server stays behind.
            ["RestoreRootConfigDirectory"] = Repository.Root,
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        };
        var folder = "/";
        foreach (var (keyword, text) in Dockerfile.Build.Instructions)
        {
            switch (keyword)
            {
                case "WORKDIR":
                    folder = text;
                    break;
                case "ARG":
                    var argument = text.Split('=', 2);
                    environment[argument[0]] = argument.Length > 1 ? argument[1] : "";
                    break;
                case "ENV":
                    foreach (var (name, value) in Image.Variables([text]))
                        environment[name] = value;
                    break;
                case "COPY":
                    var words = text.Split(' ');
                    foreach (var source in words[..^1])
                        BuildContext.Copy(source, Path.Combine(Here(folder), words[^1]));
                    break;
                case "RUN":
                    await RunAsync(text, Here(folder), environment);
                    break;
                default:
                    throw new InvalidOperationException($"{keyword} in the build stage is not understood here. Teach it to PublishedImages.");
            }
        }

        // Another user runs what was built and cannot change it.
        await ChangeModeAsync("a+rX,a-w");
    }

    public async ValueTask DisposeAsync()
    {
        await ChangeModeAsync("u+w");
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>The folder that is an image's <c>/app</c>.</summary>
    internal string ProgramOf(Image image) => Here(image.Program);

    private string Here(string path) => Path.Combine(_root, path.Trim('/'));

    private Task ChangeModeAsync(string mode) => RunAsync($"chmod -R {mode} .", _root, []);

    private static async Task RunAsync(string command, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["-euc", Mount().Replace(command, "")])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        using var limit = new CancellationTokenSource(s_limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The Dockerfile's command failed with {process.ExitCode}: {command}\n{await output}{await errors}");
    }

    /// <summary>What Docker mounts for a command, which is here anyway.</summary>
    [GeneratedRegex(@"--mount=\S+\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mount();
}
