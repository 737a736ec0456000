using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>An OpenTelemetry collector: takes OTLP over HTTP and keeps what it hears.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _web;

    private Collector(WebApplication web) => _web = web;

    public ConcurrentQueue<CollectedSpan> Spans { get; } = new();

    public ConcurrentQueue<CollectedMetric> Metrics { get; } = new();

    public ConcurrentQueue<CollectedLog> Logs { get; } = new();

    /// <summary>What makes a service send to this collector, as environment variables.</summary>
    public Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
    };

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._web.MapPost("/v1/traces", request => TakeAsync(request, collector.TakeSpans));
        collector._web.MapPost("/v1/metrics", request => TakeAsync(request, collector.TakeMetrics));
        collector._web.MapPost("/v1/logs", request => TakeAsync(request, collector.TakeLogs));
        await collector._web.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, Action<byte[]> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    // Field numbers are those of opentelemetry/proto/trace/v1/trace.proto, metrics/v1/metrics.proto and logs/v1/logs.proto.
    private void TakeSpans(byte[] request)
    {
        foreach (var resource in new Protobuf(request).All(1))
        {
            var service = ServiceOf(resource);
            foreach (var scope in new Protobuf(resource).All(2))
            {
                var source = NameOfScope(scope);
                foreach (var bytes in new Protobuf(scope).All(2))
                {
                    var span = new Protobuf(bytes);
                    Spans.Enqueue(new CollectedSpan(
                        service, source, span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4),
                        [.. span.All(13).Select(link => new Protobuf(link).Hex(1))], Attributes(span.All(9))));
                }
            }
        }
    }

    private void TakeMetrics(byte[] request)
    {
        const int Gauge = 5, Sum = 7, Histogram = 9;
        foreach (var resource in new Protobuf(request).All(1))
        {
            var service = ServiceOf(resource);
            foreach (var bytes in new Protobuf(resource).All(2).SelectMany(scope => new Protobuf(scope).All(2)))
            {
                var metric = new Protobuf(bytes);
                var name = metric.Text(1);
                var unit = metric.Text(3);
                foreach (var point in metric.All(Gauge).Concat(metric.All(Sum)).SelectMany(sum => new Protobuf(sum).All(1)))
                    Metrics.Enqueue(new CollectedMetric(service, name, unit, NumberOf(point), Attributes(new Protobuf(point).All(7))));
                foreach (var point in metric.All(Histogram).SelectMany(histogram => new Protobuf(histogram).All(1)))
                    Metrics.Enqueue(new CollectedMetric(service, name, unit, new Protobuf(point).Number(4) ?? 0, Attributes(new Protobuf(point).All(9))));
            }
        }
    }

    private void TakeLogs(byte[] request)
    {
        foreach (var resource in new Protobuf(request).All(1))
        {
            var service = ServiceOf(resource);
            foreach (var bytes in new Protobuf(resource).All(2).SelectMany(scope => new Protobuf(scope).All(2)))
            {
                var log = new Protobuf(bytes);
                Logs.Enqueue(new CollectedLog(
                    service, log.Text(3), new Protobuf(log.All(5)[0]).Text(1), log.Hex(9), log.Hex(10), Attributes(log.All(6))));
            }
        }
    }

    private static double NumberOf(byte[] point)
    {
        var number = new Protobuf(point);
        return number.Number(4) is { } bits ? BitConverter.UInt64BitsToDouble(bits) : (long)(number.Number(6) ?? 0);
    }

    private static string ServiceOf(byte[] resource) =>
        Attributes(new Protobuf(new Protobuf(resource).All(1)[0]).All(1))["service.name"].ToString()!;

    private static string NameOfScope(byte[] scope) => new Protobuf(new Protobuf(scope).All(1)[0]).Text(1);

    private static Dictionary<string, object> Attributes(IEnumerable<byte[]> pairs) => pairs
        .Select(pair => (Name: new Protobuf(pair).Text(1), Value: ValueOf(new Protobuf(pair).All(2)[0])))
        .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    private static object ValueOf(byte[] any)
    {
        var value = new Protobuf(any);
        return value.Number(4) is { } bits ? BitConverter.UInt64BitsToDouble(bits)
            : value.Number(3) is { } whole ? (long)whole
            : value.Number(2) is { } truth ? truth != 0
            : value.Text(1);
    }
}
