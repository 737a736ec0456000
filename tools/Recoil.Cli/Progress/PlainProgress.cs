using Recoil.Contracts;
using Recoil.Plans;
using Recoil.Reports.Html;

namespace Recoil.Cli.Progress;

/// <summary>One line for every event: for logs and scripts.</summary>
internal sealed class PlainProgress : IRunProgress
{
    private readonly RunBoard _board;
    private readonly TextWriter _out;
    private readonly Lock _lock = new();

    public PlainProgress(RunRequested run, TextWriter output)
    {
        _board = new RunBoard(run);
        _out = TextWriter.Synchronized(output);
    }

    public TextWriter Log => _out;

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
        {
            if (_board.Note(shot))
                Write($"{shot.ShotId} {Words.Plain(shot.State)}, attempt {shot.Attempt}, take {shot.Take}, {Words.Amount(KnownCost.Of(shot))}");
        }
    }

    public void Show(ShotCompleted shot)
    {
        lock (_lock)
        {
            if (_board.Note(shot))
                Write(Line(shot));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>How a shot ended, on one line.</summary>
    public static string Line(ShotCompleted shot)
    {
        var why = shot.FailureMode is { } mode ? $" ({Shown.OneLine(mode)})" : "";
        return $"{shot.ShotId} {SnakeCase.Of(shot.Status)}{why}, {Words.Count(shot.Attempts, "attempt", "attempts")}, {Words.Count(shot.Takes, "take", "takes")}, {Words.Amount(KnownCost.Of(shot))}";
    }

    private void Write(string line)
    {
        var total = _board.Total.ToString();
        _out.WriteLine($"[{_board.Completed.ToString().PadLeft(total.Length)}/{total}] {line}");
    }
}
