using System.Text.Json;
using Recoil.MongoDb.Testing;

namespace Recoil.Cli.Broker.Tests;

/// <summary>That everything is measured and printed, not how fast it is. Each measurement has a broker and services of its own.</summary>
public sealed class BenchTests
{
    [Fact]
    public Task Services_and_limit_are_measured_in_turn_and_nothing_is_left_behind() => MeasureServicesAndLimitAsync();

    [Fact]
    [Needs(Need.MongoDb)]
    public async Task Both_are_measured_on_MongoDB_too() =>
        await MeasureServicesAndLimitAsync("--mongodb", await MongoDbServer.ConnectionStringAsync());

    [Fact]
    public async Task Growth_is_measured_at_three_sizes_of_the_store()
    {
        var results = await MeasureAsync("--part", "growth", "--stored", "100", "--shots", "20", "--rounds", "1", "--concurrency", "10");

        results.Select(result => result.GetProperty("stored_shots").GetInt32()).ShouldBe([1, 10, 100]);
        results.ShouldAllBe(result => result.GetProperty("cpu_milliseconds_per_shot").GetDouble() > 0);
    }

    [Fact]
    public async Task Runs_are_measured_at_four_sizes()
    {
        var results = await MeasureAsync("--part", "runs", "--run-shots", "500", "--rounds", "1", "--shots", "100");

        results.Select(result => result.GetProperty("shots_per_run").GetInt32()).ShouldBe([1, 10, 100, 500]);
        results.ShouldAllBe(result => result.GetProperty("cpu_milliseconds_per_shot").GetDouble() > 0);
    }

    [Fact]
    public async Task Scale_is_measured_with_real_generators()
    {
        var results = await MeasureAsync("--part", "scale", "--generators", "2", "--shots", "6", "--rounds", "1");

        results.Select(result => result.GetProperty("generators").GetInt32()).ShouldBe([1, 2]);
        results.ShouldAllBe(result => result.GetProperty("shots_per_second").GetDouble() > 0);
    }

    private static async Task MeasureServicesAndLimitAsync(params string[] store)
    {
        var result = (await MeasureAsync(["--path", "happy", "--shots", "30", "--rounds", "2", "--concurrency", "10", .. store]))[0];

        (result.GetProperty("messages_per_shot").GetInt32(), result.GetProperty("rounds").GetInt32()).ShouldBe((9, 2));
        foreach (var side in new[] { "services", "limit" })
        {
            result.GetProperty(side).GetProperty("shots_per_second").GetDouble().ShouldBeGreaterThan(0);
            result.GetProperty(side).GetProperty("p99_milliseconds").GetDouble().ShouldBeGreaterThan(0);
        }

        result.GetProperty("ratio").GetDouble().ShouldBeGreaterThan(0);
    }

    private static async Task<JsonElement[]> MeasureAsync(params string[] arguments)
    {
        var installation = await Installation.EmptyAsync("bench");
        var temporary = Directory.CreateDirectory(Path.Combine(installation.Folder, "temporary"));

        var (code, output, errors) = await installation.RecoilWithAsync("TMPDIR", temporary.FullName, ["bench", "--rabbitmq", "--json", .. arguments]);

        code.ShouldBe(0, output + errors);
        temporary.EnumerateFileSystemInfos("recoil-bench-*").ShouldBeEmpty();
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }
}
