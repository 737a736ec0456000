using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Recoil.Cli.Submitting;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Cli.Tests.Submitting;

public sealed class LargePlanTests
{
    [Fact]
    public async Task A_plan_whose_message_no_broker_takes_is_refused_in_one_line()
    {
        using var invocation = new Invocation();

        invocation.Folder.Write("plan.json", $$"""
            {"project": "p", "run_id": "r", "model": "animatic-keyframe", "budget": {"episode_cap": 5, "shot_cap": 1},
             "shots": [{{string.Join(',', Enumerable.Range(0, 90_000).Select(i => $$"""{"shot_id": "SH{{i:D6}}", "prompt": "The harbour at first light, one lamp still burning."}"""))}}]}
            """);

        var code = await invocation.RecoilAsync(["submit", "plan.json"]);

        invocation.ErrorLines.ShouldHaveSingleItem().ShouldMatch(
            @"^plan\.json: its 90,000 shots make a message of [0-9]{2}\.[0-9] MB, and a broker takes 16\.8 MB\. Make several plans of it, by scenes or episodes\.$");
        code.ShouldBe(2);
    }

    [Fact]
    public void The_size_is_that_of_the_message_as_it_is_sent()
    {
        var run = new RunRequested
        {
            Project = "p", RunId = "r", Model = "m", EpisodeCap = 5, ShotCap = 1,
            Shots = [.. Enumerable.Range(0, 500).Select(i => new ShotFields { ShotId = $"S{i}", Prompt = "Ein Kätzchen, \"müde\"", SceneIndex = i })],
        };
        var envelope = JsonSerializer.Serialize(
            new { messageId = NewId.NextGuid(), messageType = new[] { "urn:message:Recoil.Contracts:RunRequested" }, message = run },
            MessageJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options)));

        RunMessage.BytesOf(run).ShouldBeInRange(Encoding.UTF8.GetByteCount(envelope), Encoding.UTF8.GetByteCount(envelope) + (32 * 1024));
    }
}
