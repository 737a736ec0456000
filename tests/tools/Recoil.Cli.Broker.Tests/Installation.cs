using System.Globalization;
using Recoil.Broker.Testing;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Broker;

namespace Recoil.Cli.Broker.Tests;

/// <summary>A folder that services run out of, used through the program only.</summary>
internal sealed class Installation
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal)
    {
        ["USER"] = "ada",
        ["Shutdown__Timeout"] = "00:00:02",
        ["Generator__ClaimLease"] = "00:00:04",
    };

    private Installation(string folder, TransportOptions? transport)
    {
        Folder = folder;
        if (transport is null)
            return;
        foreach (var (name, value) in new LocalServices { DataFolder = folder, Transport = transport, OwnsBroker = false }.Settings())
        {
            if (name.StartsWith("Transport__", StringComparison.Ordinal))
                _settings[name] = value;
        }
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, ".recoil");

    /// <summary>Gives every command from now on a setting.</summary>
    public void Set(string name, string value) => _settings[name] = value;

    /// <summary>What runs now.</summary>
    public LocalServices Services => LocalServices.Read(Data) ?? throw new InvalidOperationException($"{Data} has no services.");

    /// <summary>The broker that was started for it, or null.</summary>
    public LocalBroker? Broker => LocalBroker.Find(LocalServices.BrokerFolderOf(Data));

    /// <summary>An empty folder; what a killed test run left in it is stopped first.</summary>
    public static async Task<Installation> EmptyAsync(string name)
    {
        var installation = new Installation(TestFolder.Of(name), GivenBroker.IsThere ? await GivenBroker.TransportAsync() : null);
        if (Directory.Exists(installation.Folder))
        {
            (await installation.RecoilAsync("down")).ExitCode.ShouldBe(0);
            Directory.Delete(installation.Folder, recursive: true);
        }

        Directory.CreateDirectory(installation.Folder);
        return installation;
    }

    /// <summary>Starts a command.</summary>
    public RecoilProgram Start(params string[] arguments) => RecoilProgram.Start(Folder, _settings, arguments);

    /// <summary>Gives a command and waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RecoilAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        return await program.EndAsync();
    }

    /// <summary>The same with one setting more.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RecoilWithAsync(string setting, string value, params string[] arguments)
    {
        await using var program = RecoilProgram.Start(Folder, new Dictionary<string, string>(_settings, StringComparer.Ordinal) { [setting] = value }, arguments);
        return await program.EndAsync();
    }

    /// <summary>Writes a plan of keyframes.</summary>
    /// <param name="run">Its run id.</param>
    /// <param name="options">The provider options of each shot, as JSON.</param>
    public string Plan(string run, params string[] options)
    {
        var shots = options.Select((option, at) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"shot_id":"SH{{(at + 1) * 10:D3}}","prompt":"WIDE. A quay in the rain, {{run}} {{at}}.","aspect_ratio":"1:1","provider_options":{{option}}}"""));
        var path = Path.Combine(Folder, $"{run}.json");
        File.WriteAllText(path, $$"""{"project":"harbour","run_id":"{{run}}","model":"animatic-keyframe","budget":{"episode_cap":5},"shots":[{{string.Join(',', shots)}}]}""");
        return path;
    }

    /// <summary>The provider's own book: one line for every take that it was asked to make.</summary>
    public int Bought(string run)
    {
        var book = Path.Combine(Data, "animatic", "jobs.jsonl");
        var takes = Takes(run);
        return File.Exists(book) ? File.ReadAllLines(book).Count(line => takes.Any(take => line.Contains(take.ToString(), StringComparison.OrdinalIgnoreCase))) : 0;
    }

    /// <summary>Those shots of the project, as run and shot, in the order in which their first takes were asked of the provider.</summary>
    public string[] Begun(params (string Run, string Shot)[] shots)
    {
        var lines = File.ReadAllLines(Path.Combine(Data, "animatic", "jobs.jsonl"));
        return
        [
            .. shots.OrderBy(shot => Array.FindIndex(
                lines, line => line.Contains(Contracts.ShotIdentity.OfTake(Contracts.ShotIdentity.OfShot("harbour", shot.Run, shot.Shot), 1, 1).ToString(), StringComparison.OrdinalIgnoreCase)))
                .Select(shot => $"{shot.Run}/{shot.Shot}"),
        ];
    }

    private static IEnumerable<Guid> Takes(string run)
    {
        var shot = Contracts.ShotIdentity.OfShot("harbour", run, "SH010");
        return Enumerable.Range(1, 4).SelectMany(attempt => Enumerable.Range(1, 4).Select(take => Contracts.ShotIdentity.OfTake(shot, attempt, take)));
    }
}
