using Xunit.v3;

namespace Recoil.Testing;

/// <summary>
/// What tests need beside .NET. <c>./test --fast</c> leaves out all that need something.
/// </summary>
/// <param name="need">One of <see cref="Need"/>.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class NeedsAttribute(string need) : Attribute, ITraitAttribute
{
    public string Need => need;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Needs", need)];
}

/// <summary>What tests may need.</summary>
public static class Need
{
    /// <summary>RabbitMQ, which the tests start.</summary>
    public const string Broker = "broker";

    /// <summary>A MongoDB server, which <c>Recoil.MongoDb.Testing</c> finds.</summary>
    public const string MongoDb = "mongodb";

    /// <summary>The programs ffmpeg and ffprobe.</summary>
    public const string Ffmpeg = "ffmpeg";

    /// <summary>Other processes: services, the recoil command, docker-compose, the .NET SDK.</summary>
    public const string Process = "process";
}
