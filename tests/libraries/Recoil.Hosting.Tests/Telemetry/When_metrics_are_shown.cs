using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Recoil.Hosting.Tests.Telemetry;

public sealed partial class When_metrics_are_shown
{
    [Fact]
    public void The_dashboard_should_ask_for_nothing_that_is_not_made()
    {
        using var dashboard = JsonDocument.Parse(Read("infra", "grafana", "recoil-bus.json"));
        var asked = Queries(dashboard.RootElement).SelectMany(query => PrometheusName().Matches(query)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var made = CreatedInstruments.All().SelectMany(CreatedInstruments.PrometheusNames);

        asked.ShouldNotBeEmpty();
        asked.Except(made, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void The_dashboard_should_show_every_metric()
    {
        var dashboard = Read("infra", "grafana", "recoil-bus.json");

        CreatedInstruments.All()
            .Where(instrument => !CreatedInstruments.PrometheusNames(instrument).Any(name => dashboard.Contains(name, StringComparison.Ordinal)))
            .Select(instrument => instrument.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_dashboard_should_let_its_data_source_be_chosen()
    {
        using var dashboard = JsonDocument.Parse(Read("infra", "grafana", "recoil-bus.json"));

        dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Count(variable => variable.GetProperty("type").GetString() == "datasource").ShouldBe(1);
        Sources(dashboard.RootElement).Distinct(StringComparer.Ordinal).ShouldBe(["${datasource}"]);
    }

    [Fact]
    public void The_document_should_list_every_metric_with_its_kind_and_unit()
    {
        var listed = Row().Matches(Read("docs", "telemetry.md"))
            .Select(row => $"{row.Groups["name"].Value} {row.Groups["kind"].Value} {row.Groups["unit"].Value}");

        listed.ShouldBe(CreatedInstruments.All().Select(made => $"{made.Name} {CreatedInstruments.KindOf(made)} {made.Unit}"), ignoreOrder: true);
    }

    private static IEnumerable<string> Queries(JsonElement element) => Texts(element, "expr").Concat(Texts(element, "query"));

    private static IEnumerable<string> Sources(JsonElement element) => Texts(element, "uid").Where(uid => uid != "recoil-bus");

    /// <summary>The texts of all properties of this name, however deep.</summary>
    private static IEnumerable<string> Texts(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.NameEquals(name) && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : Texts(property.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Texts(item, name)),
        _ => [],
    };

    private static string Read(params string[] path) => File.ReadAllText(Repository.PathOf(path));

    [GeneratedRegex(@"\brecoil_[a-z_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrometheusName();

    [GeneratedRegex(@"^\| `(?<name>recoil\.[a-z._]+)` \| (?<kind>counter|gauge|histogram), `(?<unit>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
