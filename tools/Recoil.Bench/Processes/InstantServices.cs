using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Bench.Processes;

/// <summary>The real services, with a generator and a critic that answer immediately.</summary>
internal static class InstantServices
{
    /// <summary>A model whose price equals that of <see cref="InProcess.InstantGenerator"/>.</summary>
    public const string Model = "animatic-keyframe";

    /// <summary>Starts the real shots, budget and review queue services, and one process with instant generator and critic.</summary>
    public static Installation Install(string folder, TransportOptions transport, string? mongoDb)
    {
        var services = new Installation(folder, transport, mongoDb);
        services.Start("shots", ServiceName.Shots);
        services.Start("budget", ServiceName.Budget);
        services.Start("review queue", ServiceName.ReviewQueue);
        services.StartOwn("generator, critic", BenchProcess.InstantAnswers);
        return services;
    }
}
