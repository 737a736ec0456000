using System.Globalization;
using System.Reflection;

namespace Recoil.Hosting.Telemetry;

/// <summary>Who writes a log line or sends a span: the same in both, so that one leads to the other.</summary>
/// <param name="Name">The service, such as <c>recoil-budget</c>.</param>
/// <param name="Instance">Which of its processes: machine and process id, unless the environment names it.</param>
/// <param name="Version">The program's version.</param>
internal sealed record ServiceIdentity(string Name, string Instance, string Version)
{
    /// <summary>The identity of this process.</summary>
    /// <param name="service">The service's own name, such as <c>budget</c>.</param>
    /// <param name="environment">Reads an environment variable; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> go before the defaults.</param>
    public static ServiceIdentity Of(string service, Func<string, string?> environment)
    {
        var attributes = Attributes(environment("OTEL_RESOURCE_ATTRIBUTES"));
        return new ServiceIdentity(
            environment("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : attributes.GetValueOrDefault("service.name", $"recoil-{service}"),
            attributes.GetValueOrDefault("service.instance.id", string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}")),
            attributes.GetValueOrDefault("service.version", OwnVersion()));
    }

    private static Dictionary<string, string> Attributes(string? text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                attributes[pair[..equals].Trim()] = Uri.UnescapeDataString(pair[(equals + 1)..].Trim());
        }

        return attributes;
    }

    private static string OwnVersion() =>
        typeof(ServiceIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
