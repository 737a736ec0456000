using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Recoil.Hosting.Telemetry;

/// <summary>Which process writes a log line, a span or a measurement: the same attributes in all of them.</summary>
internal static class ServiceResource
{
    public const string Name = "service.name";
    public const string Instance = "service.instance.id";

    private static readonly string[] s_variables = ["OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];

    /// <summary>
    /// Describes this process: <c>recoil-{service}</c>, the machine and process id as its instance, and the program's version.
    /// <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> override them.
    /// </summary>
    /// <param name="resource">Receives the attributes. What it held before is removed.</param>
    /// <param name="service">The service's own name, such as <c>budget</c>.</param>
    public static void Describe(ResourceBuilder resource, string service) => resource
        .Clear()
        .AddService(
            $"recoil-{service}", serviceNamespace: "recoil", OwnVersion(), autoGenerateServiceInstanceId: false,
            string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}"))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>The attributes of this process, for logs that are written where no telemetry is on.</summary>
    /// <param name="service">The service's own name, such as <c>budget</c>.</param>
    /// <param name="configuration">Holds the variables of OpenTelemetry, as the environment does. A disabled SDK changes nothing here.</param>
    public static IReadOnlyDictionary<string, string> Read(string service, IConfiguration configuration)
    {
        // A disabled SDK builds a provider without a resource, and logs name their process all the same.
        var attributes = new ConfigurationBuilder()
            .AddInMemoryCollection(s_variables.Select(name => KeyValuePair.Create(name, configuration[name])))
            .Build();
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(attributes))
            .ConfigureResource(resource => Describe(resource, service))
            .Build();
        return provider.GetResource().Attributes.ToDictionary(
            attribute => attribute.Key, attribute => Convert.ToString(attribute.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);
    }

    private static string OwnVersion() =>
        typeof(ServiceResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
