using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Recoil.Hosting.Health;

/// <summary>How a service's health looks: <c>{"status": "Healthy", "checks": {"store": {"status": …, "description": …}}}</c>.</summary>
internal static class HealthReportJson
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), description = entry.Value.Description }, StringComparer.Ordinal),
        },
        s_json, context.RequestAborted);
}
