namespace Recoil.Cli.Bench;

/// <summary>The measurements of the services on RabbitMQ.</summary>
internal enum BenchPart
{
    /// <summary>Shots per second and latencies, compared with plain code.</summary>
    Throughput,

    /// <summary>Cost of a shot at several sizes of the store.</summary>
    Growth,

    /// <summary>Cost of a shot in runs of several sizes.</summary>
    Runs,

    /// <summary>Shots per second at several numbers of generators.</summary>
    Scale,
}
