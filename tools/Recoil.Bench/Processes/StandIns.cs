using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Bench.Processes;

/// <summary>The services with a generator and a critic that answer at once.</summary>
internal static class StandIns
{
    /// <summary>A model whose pictures cost what the stand-in takes for them.</summary>
    public const string Model = "animatic-keyframe";

    /// <summary>Starts the real shots, budget and review queue services, and one process that stands in for generator and critic.</summary>
    public static Installation Install(string folder, TransportOptions transport, string? mongoDb)
    {
        var services = new Installation(folder, transport, mongoDb);
        services.Start("shots", ServiceName.Shots);
        services.Start("budget", ServiceName.Budget);
        services.Start("review queue", ServiceName.ReviewQueue);
        services.StartOwn("generator, critic", BenchProcess.Answers);
        return services;
    }
}
