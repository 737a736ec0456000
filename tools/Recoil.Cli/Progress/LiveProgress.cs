using System.Collections.Concurrent;
using System.Text;
using Recoil.Contracts;
using Recoil.Reports.Html;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Recoil.Cli.Progress;

/// <summary>A few lines in the terminal that are drawn anew: a bar, the money, the shots under way.</summary>
internal sealed class LiveProgress : IRunProgress
{
    private const int BarWidth = 32;
    private const int MostRows = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(120);

    private readonly RunBoard _board;
    private readonly IAnsiConsole _console;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    public LiveProgress(RunRequested run, IAnsiConsole console, TimeProvider time)
    {
        _board = new RunBoard(run);
        _console = console;
        Log = TextWriter.Synchronized(new LineWriter(_lines.Enqueue));
        _drawing = DrawAsync(time);
    }

    public TextWriter Log { get; }

    public int Completed
    {
        get
        {
            lock (_lock)
                return _board.Completed;
        }
    }

    public void Show(ShotProgressed shot)
    {
        lock (_lock)
            _board.Note(shot);
    }

    public void Show(ShotCompleted shot)
    {
        lock (_lock)
        {
            if (_board.Note(shot))
                _lines.Enqueue(PlainProgress.Line(shot));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
        await Log.DisposeAsync();
    }

    private Task DrawAsync(TimeProvider time) => _console.Live(View()).AutoClear(true).StartAsync(async live =>
    {
        using var timer = new PeriodicTimer(s_pause, time);
        while (!_end.IsCancellationRequested)
        {
            Draw(live);
            try
            {
                await timer.WaitForNextTickAsync(_end.Token);
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }

        // What came last, also where the run was over before the first drawing or between two.
        Draw(live);
    });

    private void Draw(LiveDisplayContext live)
    {
        while (_lines.TryDequeue(out var line))
            _console.WriteLine(line);
        live.UpdateTarget(View());
    }

    private Rows View()
    {
        lock (_lock)
        {
            var rows = new List<IRenderable> { new Text(""), Bar() };
            var room = Math.Clamp(_console.Profile.Height - 5, 1, MostRows);
            var underWay = _board.UnderWay.ToArray();
            foreach (var shot in underWay.Take(room))
            {
                rows.Add(new Spectre.Console.Markup(
                    $"  [bold]{Spectre.Console.Markup.Escape(shot.ShotId)}[/] [grey]{Spectre.Console.Markup.Escape(Words.Plain(shot.State))}, attempt {shot.Attempt}, take {shot.Take}[/] {Words.Amount(KnownCost.Of(shot))}"));
            }

            if (underWay.Length > room)
                rows.Add(new Text($"  and {underWay.Length - room} more under way"));
            return new Rows(rows);
        }
    }

    private Spectre.Console.Markup Bar()
    {
        var done = _board.Total == 0 ? BarWidth : BarWidth * _board.Completed / _board.Total;
        var counts = string.Join(", ", _board.Counts.Select(count => $"[{StatusColor.Of(count.Status)}]{count.Count} {Words.Plain(count.Status)}[/]"));
        return new Spectre.Console.Markup(
            $"[teal]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] {_board.Completed}/{_board.Total} shots, {Words.Amount(_board.Spent)} of {Words.Dollars(_board.Run.EpisodeCap)}  {counts}");
    }

    /// <summary>Hands over whole lines.</summary>
    private sealed class LineWriter(Action<string> take) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value != '\n')
            {
                base.Write(value);
                return;
            }

            take(GetStringBuilder().ToString().TrimEnd('\r'));
            GetStringBuilder().Clear();
        }

        public override void Write(string? value)
        {
            foreach (var letter in value ?? "")
                Write(letter);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            foreach (var letter in buffer.AsSpan(index, count))
                Write(letter);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            foreach (var letter in buffer)
                Write(letter);
        }

        protected override void Dispose(bool disposing)
        {
            if (GetStringBuilder().Length > 0)
                Write('\n');
            base.Dispose(disposing);
        }
    }
}
