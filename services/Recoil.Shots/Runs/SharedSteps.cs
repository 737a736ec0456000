namespace Recoil.Shots.Runs;

/// <summary>Who did what a caller waited for.</summary>
internal enum StepBy
{
    /// <summary>The caller's own step.</summary>
    Own,

    /// <summary>A step of another caller, which began after this one had called.</summary>
    Another,

    /// <summary>Nobody: the other caller's step failed, or did not take in what there was.</summary>
    Nobody,
}

/// <summary>
/// Lets callers share steps that each take in everything there is. One step of a key runs at a time; all who call meanwhile wait for one of
/// them to run the next.
/// </summary>
internal sealed class SharedSteps
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Line> _lines = [];

    /// <summary>Runs the step, unless another's that begins after this call does as well.</summary>
    /// <param name="key">Whose step it is.</param>
    /// <param name="step">Says whether it took in everything that was there when it began.</param>
    /// <returns>Whose step has ended. What the caller's own step throws is thrown.</returns>
    public async Task<StepBy> RunAsync(Guid key, Func<Task<bool>> step)
    {
        Line? line;
        Turn turn;
        bool isFirst;
        Task before;
        lock (_lock)
        {
            if (!_lines.TryGetValue(key, out line))
                _lines[key] = line = new Line();
            isFirst = line.Next is null;
            turn = line.Next ??= new Turn();
            before = line.Running?.Done.Task ?? Task.CompletedTask;
        }

        if (!isFirst)
            return await turn.Done.Task ? StepBy.Another : StepBy.Nobody;

        await before;
        lock (_lock)
            (line.Running, line.Next) = (turn, null);
        var tookIn = false;
        try
        {
            tookIn = await step();
            return StepBy.Own;
        }
        finally
        {
            lock (_lock)
            {
                line.Running = null;
                if (line.Next is null)
                    _lines.Remove(key);
            }

            turn.Done.SetResult(tookIn);
        }
    }

    private sealed class Line
    {
        public Turn? Running { get; set; }
        public Turn? Next { get; set; }
    }

    private sealed class Turn
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
