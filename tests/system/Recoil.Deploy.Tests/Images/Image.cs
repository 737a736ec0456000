using System.Text.Json;

namespace Recoil.Deploy.Tests.Images;

/// <summary>An image as its stages describe it.</summary>
internal sealed class Image(string target, IReadOnlyList<Instruction> instructions)
{
    public string Target => target;

    /// <summary>The program and its arguments; only the form that starts no shell is understood.</summary>
    public IReadOnlyList<string> EntryPoint => List(Last("ENTRYPOINT"));

    /// <summary>What asks for its health; null where nothing does.</summary>
    public IReadOnlyList<string>? HealthCheck =>
        All("HEALTHCHECK").LastOrDefault() is { } text ? List(text[(text.IndexOf("CMD", StringComparison.Ordinal) + 3)..]) : null;

    public string User => Last("USER");

    public string WorkingFolder => Last("WORKDIR");

    public string StopSignal => Last("STOPSIGNAL");

    public IReadOnlyDictionary<string, string> Environment => Variables(All("ENV"));

    /// <summary>The folder of the build stage that becomes the image's program folder.</summary>
    public string Program => All("COPY").Single().Split(' ')[1];

    public IEnumerable<string> Commands => All("RUN");

    /// <summary>For the names of tests.</summary>
    public override string ToString() => target;

    public static Dictionary<string, string> Variables(IEnumerable<string> lines) => lines
        .SelectMany(line => line.Split(' '))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private string Last(string keyword) => All(keyword).Last();

    private IEnumerable<string> All(string keyword) => instructions.Where(i => i.Keyword == keyword).Select(i => i.Text);

    private static List<string> List(string json) => JsonSerializer.Deserialize<List<string>>(json)!;
}
