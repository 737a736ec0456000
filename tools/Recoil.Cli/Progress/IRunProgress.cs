using Recoil.Contracts;

namespace Recoil.Cli.Progress;

/// <summary>Shows a run's progress until it is disposed. All members may be used from several threads.</summary>
internal interface IRunProgress : IAsyncDisposable
{
    /// <summary>Where others may write lines meanwhile.</summary>
    TextWriter Log { get; }

    /// <summary>How many shots have ended so far.</summary>
    int Completed { get; }

    void Show(ShotProgressed shot);

    void Show(ShotCompleted shot);
}
