using Microsoft.Extensions.Configuration;
using Recoil.Cli.Commands;
using Recoil.Cli.Running;
using Recoil.Runs.Testing;

namespace Recoil.Cli.Tests.Fixtures;

/// <summary>The command as a user calls it, in a folder of its own and in this process.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public Invocation()
    {
        foreach (var picture in new[] { "refs/a.png", "refs/b.png" })
            Folder.Write(picture, Png.Header);
        // No test depends on the keys of whoever runs it.
        Settings["Providers:File"] = Folder.Write("no-keys.json", """{"accounts":{"gemini":{"key_env":"RECOIL_TEST_NO_SUCH_KEY"},"kling":{"key_env":"RECOIL_TEST_NO_SUCH_KEY"}}}""");
    }

    public TemporaryFolder Folder { get; } = new();

    public ScriptedHost.Script Script { get; set; } = ScriptedHost.AllOk;

    /// <summary>Starts the services; the scripted host when not set.</summary>
    public Func<EpisodeHostOptions, IEpisodeHost>? Start { get; set; }

    public IReadOnlyList<string> MissingTools { get; set; } = [];

    /// <summary>What the environment says, such as <c>Transport:Host</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal);

    public EpisodeHostOptions? HostOptions { get; private set; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async Task<int> RecoilAsync(string[] arguments, CancellationToken stop = default) =>
        await RecoilCommand.InvokeAsync(arguments, Environment(), stop);

    public void Dispose() => Folder.Dispose();

    private CommandEnvironment Environment() => new()
    {
        Out = _out,
        Error = _error,
        OutIsTerminal = false,
        ErrorIsTerminal = false,
        CurrentFolder = Folder.Path,
        Providers = new HashSet<string>(StringComparer.Ordinal) { "animatic" },
        MissingTools = _ => Task.FromResult(MissingTools),
        PictureMistake = (_, _) => Task.FromResult<string?>(null),
        StartHost = (options, _) =>
        {
            HostOptions = options;
            return Task.FromResult(Start?.Invoke(options) ?? new ScriptedHost(options, Script));
        },
        Settings = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(),
        User = "ada",
        ReportMedia = new FakeReportMedia(),
    };
}
