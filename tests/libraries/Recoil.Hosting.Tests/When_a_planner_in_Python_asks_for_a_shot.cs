using System.Text.Json.Nodes;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Local.Processes;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_a_planner_in_Python_asks_for_a_shot(ServicesFixture services)
{
    private const string Prompt = "Wide shot. The harbour at first light.";
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public async Task Should_receive_that_it_was_accepted()
    {
        var planner = await PlannerRun.OfAsync("--broker", Broker, "--project", "py.thon", "--run-id", "r1", "--shot-id", "s1", "--traceparent", Trace, Prompt);

        planner.ExitCode.ShouldBe(0, planner.Errors);
        var end = JsonNode.Parse(planner.Output)!;
        end["correlationId"]!.GetValue<Guid>().ShouldBe(ShotIdentity.OfShot("py.thon", "r1", "s1"));
        end["status"]!.GetValue<string>().ShouldBe("ok");
        File.Exists(services.Services.Artifacts.Show(end["outputPath"]!.GetValue<string>())).ShouldBeTrue();
    }

    [Fact]
    public async Task Should_receive_that_it_needs_a_person()
    {
        var planner = await PlannerRun.OfAsync("--broker", Broker, "--project", "python", "--shot-id", "s2", "--provider-option", "defects=content_filter*", Prompt);

        planner.ExitCode.ShouldBe(3, planner.Errors);
        var end = JsonNode.Parse(planner.Output)!;
        end["status"]!.GetValue<string>().ShouldBe("needs_review");
        end["reviewQueueId"]!.GetValue<Guid>().ShouldBe(ShotIdentity.OfReview(ShotIdentity.OfShot("python", "", "s2")));
    }

    [Fact]
    public async Task Should_end_in_time_when_it_is_refused_and_the_log_says_why()
    {
        var planner = await PlannerRun.OfAsync("--broker", Broker, "--project", "python", "--shot-id", "s3", "--cap", "-1", "--timeout", "2", Prompt);

        planner.ExitCode.ShouldBe(1);
        planner.Errors.ShouldContain("python/s3 was neither accepted nor given to a person within 2 s.");
        var log = services.Services.Processes.Single(p => p.Service == ServiceName.Shots).Log;
        (await File.ReadAllTextAsync(log)).ShouldMatch("WRN Refused ShotRequested .* on shots: episodeCap is -1");
    }

    [Theory]
    [InlineData("amqp://guest:guest@127.0.0.1:1/", "planner: cannot connect to the broker: [Errno 111] Connection refused. Give amqp://user:password@host:port/vhost.\n")]
    [InlineData("nonsense", "planner: the broker's address is not understood. Give amqp://user:password@host:port/vhost.\n")]
    public async Task Should_say_in_one_line_that_the_address_is_wrong(string address, string line)
    {
        var planner = await PlannerRun.OfAsync("--broker", address, Prompt);

        planner.ShouldBe(new PlannerRun(2, "", line));
    }

    [Fact]
    public async Task Should_say_in_one_line_that_the_password_is_wrong_without_showing_it()
    {
        var planner = await PlannerRun.OfAsync("--broker", PlannerRun.UrlOf(services.Broker.Transport with { Password = "open-sesame" }), Prompt);

        planner.ExitCode.ShouldBe(2);
        planner.Errors.TrimEnd('\n').ShouldNotContain('\n');
        planner.Errors.ShouldStartWith("planner: cannot connect to the broker: ");
        planner.Errors.ShouldNotContain("open-sesame");
    }

    [Fact]
    public async Task Should_explain_itself()
    {
        var planner = await PlannerRun.OfAsync("--help");

        planner.ExitCode.ShouldBe(0);
        foreach (var option in new[] { "--broker", "--project", "--run-id", "--shot-id", "--provider-option", "--traceparent", "--timeout", "Exit codes" })
            planner.Output.ShouldContain(option);
    }

    private string Broker => PlannerRun.UrlOf(services.Broker.Transport);
}
