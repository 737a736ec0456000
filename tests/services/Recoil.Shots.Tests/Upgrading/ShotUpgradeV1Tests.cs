using System.Text.Json;
using MassTransit;
using Recoil.Contracts;
using Recoil.Shots.Routing;
using Recoil.Shots.Upgrading;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Tests.Upgrading;

/// <summary>Documents of version 0.1, as it wrote them, in the schema of today.</summary>
public sealed class ShotUpgradeV1Tests
{
    private static readonly Guid s_shot = ShotIdentity.OfShot("harbour", "run", "SH010");

    [Fact]
    public void A_take_that_was_decided_on_has_one_record()
    {
        var shot = Upgrade(Json(attempt: 2, generation: "null", records: """
            {"attempt":1,"take":1,"output":"a.png","cost":0.04,"finalState":"completed","error":null},
            {"attempt":1,"take":2,"output":null,"cost":null,"finalState":null,"error":"connection lost"}
            """, settlements: [(1, 1, 0.04m), (1, 2, 0m)]));

        shot.Takes.Select(take => (take.Id, take.Attempt, take.Number, take.ChargedCost)).ShouldBe(
        [
            (Id(1, 1), 1, 1, 0.04m),
            (Id(1, 2), 1, 2, 0m),
            (Id(2, 1), 2, 1, null),
        ]);
        shot.Takes.Records().ShouldBe(
        [
            new AttemptRecord { Attempt = 1, Take = 1, Output = "a.png", Cost = 0.04m, CostSource = CostSource.Reported, FinalState = "completed" },
            new AttemptRecord { Attempt = 1, Take = 2, Error = "connection lost" },
        ]);
        shot.CurrentTake.Result.ShouldBeNull();
        (shot.Routing!.Attempt, shot.Routing.HeldOutput, shot.Retries).ShouldBe((2, "a.png", 3));
    }

    [Fact]
    public void The_take_that_is_being_judged_keeps_its_result()
    {
        var generation = $$"""{"correlationId":"{{s_shot}}","takeId":"{{Id(1, 1)}}","success":true,"output":"a.png","cost":0.04}""";

        var shot = Upgrade(Json(attempt: 1, generation, records: "", settlements: [(1, 1, 0.04m)]));

        shot.Takes.ShouldHaveSingleItem().Result.ShouldNotBeNull().Output.ShouldBe("a.png");
        shot.CurrentTake.ChargedCost.ShouldBe(0.04m);
        shot.Takes.Cost().ShouldBe(KnownCost.Reported(0.04m));
    }

    [Fact]
    public void A_late_bill_that_0_1_settled_without_counting_it_counts()
    {
        var record = """{"attempt":1,"take":1,"output":"a.png","cost":0.04,"finalState":""}""";

        Upgrade(Json(attempt: 1, generation: "null", record, settlements: [(1, 1, 0.54m)])).Takes.Cost().ShouldBe(KnownCost.Reported(0.54m));
    }

    [Fact]
    public void A_take_that_0_1_settled_for_nothing_without_a_result_cost_nobody_knows_what() =>
        Upgrade(Json(attempt: 1, generation: "null", records: "", settlements: [(1, 1, 0m)])).Takes.Cost().ShouldBe(KnownCost.Unknown);

    [Fact]
    public void A_record_of_0_1_without_a_cost_and_without_a_fault_cost_nobody_knows_what()
    {
        var shot = Upgrade(Json(attempt: 1, generation: "null", records: """{"attempt":1,"take":1,"output":"a.png","finalState":"completed"}""", settlements: []));

        shot.Takes.Cost().ShouldBe(KnownCost.Unknown);
        shot.Takes.Records().ShouldHaveSingleItem().ShouldBe(
            new AttemptRecord { Attempt = 1, Output = "a.png", Cost = null, CostSource = CostSource.Unknown, FinalState = "completed" });
    }

    [Fact]
    public void A_shot_that_was_cancelled_before_its_request_has_no_take() =>
        Upgrade(Json(attempt: 0, generation: "null", records: "", settlements: [(0, 0, 0m)])).Takes.ShouldBeEmpty();

    [Fact]
    public void Its_timeline_stays_as_it_was_written()
    {
        var shot = Upgrade(Json(attempt: 1, generation: "null", records: "", settlements: []));

        ShotTimeline.Of(shot).ShouldBe(
        [
            new TimelineEntry { At = DateTimeOffset.UnixEpoch, Event = "dispatched", Attempt = 1, Take = 1, Cost = 0.05m, CostSource = CostSource.Estimated },
            new TimelineEntry { At = DateTimeOffset.UnixEpoch, Event = "generated", Attempt = 1, Take = 1, Cost = 0.04m, CostSource = CostSource.Reported, Output = "a.png", Detail = "soft" },
        ]);
    }

    [Fact]
    public void A_timer_that_0_1_set_fires_as_the_message_of_today()
    {
        var document = new SagaDocument<ShotStateV1> { Id = s_shot, State = Read(Json(1, "null", "", [])), Version = 7 };
        document.Timers.Add(new SagaTimer
        {
            TokenId = Guid.NewGuid(),
            DueAt = DateTimeOffset.UnixEpoch,
            Destination = new Uri("queue:shots"),
            MessageType = "Recoil.Shots.StepLapsed, Recoil.Shots",
            Body = $$"""{"correlationId":"{{s_shot}}","takeId":"{{Id(1, 1)}}"}""",
        });

        var upgraded = ShotUpgradeV1.Upgrade(document);

        upgraded.Version.ShouldBe(7);
        Type.GetType(upgraded.Timers.ShouldHaveSingleItem().MessageType).ShouldBe(typeof(StepTimeoutExpired));
    }

    /// <summary>A process of 0.1 may have sent it, or may get it.</summary>
    [Fact]
    public void The_message_has_the_name_on_the_wire_that_0_1_gave_it() =>
        MessageUrn.ForTypeString<StepTimeoutExpired>().ShouldBe("urn:message:Recoil.Shots:StepLapsed");

    private static Guid Id(int attempt, int take) => ShotIdentity.OfTake(s_shot, attempt, take);

    private static ShotState Upgrade(string json) => ShotUpgradeV1.Upgrade(new SagaDocument<ShotStateV1> { Id = s_shot, State = Read(json) }).State;

    private static ShotStateV1 Read(string json) => JsonSerializer.Deserialize<ShotStateV1>(json, JsonSerializerOptions.Web)!;

    private static string Json(int attempt, string generation, string records, (int Attempt, int Take, decimal Cost)[] settlements) => $$"""
        {
          "correlationId": "{{s_shot}}",
          "currentState": "Critiquing",
          "request": {"project":"harbour","runId":"run","shotId":"SH010","prompt":"a pier","episodeCap":100},
          "routing": {
            "attempt": {{attempt}}, "take": {{(attempt == 0 ? 0 : 1)}}, "model": "m", "estimate": 0.05, "originalPrompt": "a pier", "softenedPrompt": null,
            "strategy": null, "cost": 0.04, "heldOutput": "a.png", "heldRank": "soft", "lastFailureMode": null, "previousEnd": null,
            "validationNotes": [], "attemptRecords": [{{records}}]
          },
          "round": 1, "extraBudget": 0, "cancelling": null, "asked": 3, "stepTimer": null, "generation": {{generation}},
          "settlements": [{{string.Join(',', settlements.Select(s => FormattableString.Invariant($$"""{"takeId":"{{Id(s.Attempt, s.Take)}}","cost":{{s.Cost}}}""")))}}],
          "timeline": [
            {"at":"1970-01-01T00:00:00+00:00","event":"dispatched","attempt":1,"take":1,"failureMode":null,"rule":null,"action":null,"cost":0.05,"output":null,"detail":null,"findings":null},
            {"at":"1970-01-01T00:00:00+00:00","event":"generated","attempt":1,"take":1,"failureMode":null,"rule":null,"action":null,"cost":0.04,"output":"a.png","detail":"soft","findings":null}
          ],
          "ops": [], "result": null, "review": null, "closed": null, "expiresAt": null
        }
        """;
}
