using Microsoft.Extensions.Configuration;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Telemetry;

namespace Recoil.Hosting.Tests.Telemetry;

public sealed class When_the_environment_says_what_to_send
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [Theory]
    [InlineData("", "")]
    [InlineData(Endpoint, "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4317", "traces")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317", "metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://collector:4317", "logs")]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", "traces")]
    [InlineData(Endpoint + ";OTEL_METRICS_EXPORTER=none", "traces logs")]
    [InlineData(Endpoint + ";OTEL_LOGS_EXPORTER=none", "traces metrics")]
    [InlineData(Endpoint + ";OTEL_TRACES_EXPORTER=none;OTEL_METRICS_EXPORTER=none;OTEL_LOGS_EXPORTER=none", "")]
    [InlineData(Endpoint + ";OTEL_SDK_DISABLED=true", "")]
    [InlineData(Endpoint + ";OTEL_SDK_DISABLED=false", "traces metrics logs")]
    public void Should_do_so_and_no_more(string environment, string signals)
    {
        var sent = signals.Split(' ');

        TelemetrySettings.Read(Of(environment)).ShouldBe(new TelemetrySettings(sent.Contains("traces"), sent.Contains("metrics"), sent.Contains("logs")));
    }

    [Fact]
    public void Should_refuse_what_this_program_cannot_do() =>
        Should.Throw<InvalidSettingException>(() => TelemetrySettings.Read(Of("OTEL_TRACES_EXPORTER=zipkin")))
            .Message.ShouldBe("OTEL_TRACES_EXPORTER is \"zipkin\". This program knows otlp and none.");

    [Fact]
    public void Should_be_called_what_it_says()
    {
        Named("")["service.name"].ShouldBe("recoil-budget");
        Named("")["service.instance.id"].ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}");
        Named("OTEL_SDK_DISABLED=true")["service.name"].ShouldBe("recoil-budget");
        Named("OTEL_SERVICE_NAME=money")["service.name"].ShouldBe("money");

        var named = Named("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=pod%201,service.name=money");
        (named["service.name"], named["service.instance.id"]).ShouldBe(("money", "pod 1"));
    }

    private static IReadOnlyDictionary<string, string> Named(string environment) => ServiceResource.Read("budget", new ConfigurationBuilder()
        .AddInMemoryCollection(Variables(environment)).Build());

    private static Func<string, string?> Of(string environment)
    {
        var variables = Variables(environment);
        return name => variables.GetValueOrDefault(name);
    }

    private static Dictionary<string, string?> Variables(string environment) => environment.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1], StringComparer.Ordinal);
}
