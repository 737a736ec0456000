namespace Recoil.Cli.Bench;

/// <summary>What is measured of the services on RabbitMQ.</summary>
internal enum BenchPart
{
    /// <summary>Shots a second and latencies, beside what plain code can do.</summary>
    Throughput,

    /// <summary>What a shot costs with few and with many shots in the store.</summary>
    Growth,

    /// <summary>Shots a second with few and with many generators.</summary>
    Scale,
}
