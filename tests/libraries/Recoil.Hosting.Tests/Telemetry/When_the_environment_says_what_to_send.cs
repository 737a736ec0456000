using Recoil.Hosting.Settings;
using Recoil.Hosting.Telemetry;

namespace Recoil.Hosting.Tests.Telemetry;

public sealed class When_the_environment_says_what_to_send
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [Theory]
    [InlineData("", false, false)]
    [InlineData(Endpoint, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4317", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317", false, true)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", true, false)]
    [InlineData(Endpoint + ";OTEL_METRICS_EXPORTER=none", true, false)]
    [InlineData(Endpoint + ";OTEL_TRACES_EXPORTER=none;OTEL_METRICS_EXPORTER=none", false, false)]
    [InlineData(Endpoint + ";OTEL_SDK_DISABLED=true", false, false)]
    [InlineData(Endpoint + ";OTEL_SDK_DISABLED=false", true, true)]
    public void Should_do_so_and_no_more(string environment, bool traces, bool metrics) =>
        TelemetrySettings.Read(Of(environment)).ShouldBe(new TelemetrySettings(traces, metrics));

    [Fact]
    public void Should_refuse_what_this_program_cannot_do() =>
        Should.Throw<InvalidSettingException>(() => TelemetrySettings.Read(Of("OTEL_TRACES_EXPORTER=zipkin")))
            .Message.ShouldBe("OTEL_TRACES_EXPORTER is \"zipkin\". This program knows otlp and none.");

    [Fact]
    public void Should_be_called_what_it_says()
    {
        ServiceIdentity.Of("budget", Of("")).Name.ShouldBe("recoil-budget");
        ServiceIdentity.Of("budget", Of("OTEL_SERVICE_NAME=money")).Name.ShouldBe("money");

        var named = ServiceIdentity.Of("budget", Of("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=pod%201,service.name=money"));
        (named.Name, named.Instance).ShouldBe(("money", "pod 1"));
    }

    private static Func<string, string?> Of(string environment)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return name => variables.GetValueOrDefault(name);
    }
}
