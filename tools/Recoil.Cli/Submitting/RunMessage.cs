using System.Text.Json;
using MassTransit.Serialization;
using Recoil.Cli.Running;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Cli.Submitting;

/// <summary>The message that a plan becomes.</summary>
internal static class RunMessage
{
    /// <summary>RabbitMQ 4 takes messages of 16 MiB, if nobody has allowed it more or less.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>For the envelope: addresses, types and headers.</summary>
    private const int EnvelopeBytes = 16 * 1024;

    private static readonly JsonSerializerOptions s_json = MessageJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));

    /// <exception cref="CannotStartException">The broker would refuse the message.</exception>
    public static void RefuseTooLarge(RunRequested run, string plan)
    {
        var bytes = BytesOf(run);
        if (bytes > MostBytes)
        {
            throw new CannotStartException(
                $"{plan}: its {run.Shots.Count:N0} shots make a message of {bytes / 1e6:F1} MB, and a broker takes {MostBytes / 1e6:F1} MB. Make several plans of it, by scenes or episodes.");
        }
    }

    /// <summary>How large the message is as it is sent.</summary>
    public static int BytesOf(RunRequested run) => JsonSerializer.SerializeToUtf8Bytes(run, s_json).Length + EnvelopeBytes;
}
