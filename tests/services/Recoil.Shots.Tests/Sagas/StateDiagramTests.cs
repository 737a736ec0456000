using System.Text;
using MassTransit;
using MassTransit.SagaStateMachine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Recoil.Shots.Tests.Sagas;

/// <summary>The state diagram in docs/shot-states.md is drawn from the machine.</summary>
public sealed class StateDiagramTests
{
    private const string Begin = "<!-- shot states: begin -->";
    private const string End = "<!-- shot states: end -->";

    [Fact]
    public void The_page_on_states_shows_those_of_the_machine()
    {
        var readme = Path.Combine(RepositoryRoot(), "docs", "shot-states.md");
        var text = File.ReadAllText(readme);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        begin.ShouldBeGreaterThan(0);
        end.ShouldBeGreaterThan(begin);
        var expected = $"{Begin}\n{Diagram()}{End}";
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
            File.WriteAllText(readme, text[..begin] + expected + text[(end + End.Length)..]);
        else
            text[begin..(end + End.Length)].ShouldBe(expected, "the machine has changed; set RECOIL_UPDATE_DOCS=1 and run this test to redraw it");
    }

    /// <summary>Which event leads from which state to which, without what a state ignores.</summary>
    private static string Diagram()
    {
        var machine = new ShotStateMachine(new ShotActivities(null!, null!, null!, null!, null!, new ShotsOptions(), TimeProvider.System, NullLogger<ShotActivities>.Instance));
        var graph = machine.GetGraph();
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var into in graph.Edges.Where(e => IsState(e.From) && IsEvent(e.To)))
        {
            foreach (var from in graph.Edges.Where(e => e.From.Equals(into.To) && IsState(e.To)))
                lines.Add($"    {Name(into.From.Title)} --> {Name(from.To.Title)}: {into.To.Title.Split('<')[0]}");
        }

        // The graph joins every way into an event with every way out of it, so only what the machine really does is kept.
        var drawn = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var way in lines.Where(line => IsReal(machine, line)).GroupBy(line => line.Split(": ")[0], StringComparer.Ordinal))
            drawn.Append(way.Key).Append(": ").AppendJoin(", ", way.Select(line => Label(line.Split(": ")[1])).Distinct(StringComparer.Ordinal)).Append('\n');
        return drawn.Append("    Completed --> [*]\n    Approved --> [*]\n    Rejected --> [*]\n```\n").ToString();
    }

    private static string Label(string eventName) =>
        eventName.EndsWith("Faulted", StringComparison.Ordinal) ? "a fault" : eventName == "StepTimeout.Received" ? "timeout" : eventName;

    private static bool IsReal(ShotStateMachine machine, string line)
    {
        var from = line.Trim().Split(" --> ")[0];
        var name = line.Split(": ")[1];
        var state = from == "[*]" ? machine.Initial : machine.States.Single(s => s.Name == from);
        return machine.NextEvents(state).Any(e => e.Name == name) && TransitionsOf(machine, state, name).Contains(line.Split(" --> ")[1].Split(':')[0]);
    }

    private static HashSet<string> TransitionsOf(ShotStateMachine machine, State state, string eventName)
    {
        var visitor = new Transitions(state.Name, eventName);
        machine.Accept(visitor);
        return visitor.Targets;
    }

    private static bool IsState(Vertex vertex) => typeof(State).IsAssignableFrom(vertex.VertexType);

    private static bool IsEvent(Vertex vertex) => typeof(Event).IsAssignableFrom(vertex.VertexType);

    private static string Name(string state) => state == "Initial" ? "[*]" : state;

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Recoil.Bus.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    /// <summary>Collects where one event leads from one state.</summary>
    private sealed class Transitions(string state, string eventName) : StateMachineVisitor
    {
        private string? _state;
        private string? _event;

        public HashSet<string> Targets { get; } = new(StringComparer.Ordinal);

        public void Visit(State visited, Action<State> next)
        {
            _state = visited.Name;
            next(visited);
        }

        public void Visit(Event visited, Action<Event> next)
        {
            _event = visited.Name;
            next(visited);
        }

        public void Visit<T>(Event<T> visited, Action<Event<T>> next) where T : class
        {
            _event = visited.Name;
            next(visited);
        }

        public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

        public void Visit<T>(IBehavior<T> behavior) where T : class, SagaStateMachineInstance => Visit(behavior, _ => { });

        public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next) where T : class, SagaStateMachineInstance => next(behavior);

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior) where T : class, SagaStateMachineInstance where TMessage : class => Visit(behavior, _ => { });

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
            where T : class, SagaStateMachineInstance where TMessage : class => next(behavior);

        public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
        {
            if (_state == state && _event == eventName && activity is TransitionActivity<ShotState> transition)
                Targets.Add(transition.ToState.Name);
            next(activity);
        }
    }
}
