using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Shots.Runs;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>An event that a state neither handles nor ignores would end in the error queue.</summary>
public sealed class EveryEventIsExpectedTests
{
    [Fact]
    public void In_every_state_of_a_shot() => ShouldExpectAll(new ShotStateMachine(
        new ShotActivities(null!, null!, null!, null!, null!, new ShotsOptions(), TimeProvider.System, NullLogger<ShotActivities>.Instance)));

    [Fact]
    public void In_every_state_of_a_run() => ShouldExpectAll(new RunStateMachine(null!, null!, TimeProvider.System));

    private static void ShouldExpectAll<T>(MassTransitStateMachine<T> machine) where T : class, SagaStateMachineInstance
    {
        var states = machine.States.Where(s => s != machine.Initial && s != machine.Final).ToList();
        states.Count.ShouldBeGreaterThan(1);
        foreach (var state in states)
        {
            // A timer's message of any token: the machine itself passes on the one that counts.
            var unexpected = machine.Events.Select(e => e.Name).Except(machine.NextEvents(state).Select(e => e.Name), StringComparer.Ordinal)
                .Where(name => name != "StepTimeout.AnyReceived");
            unexpected.ShouldBeEmpty(state.Name);
        }
    }
}
