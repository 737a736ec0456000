using Recoil.Contracts;
using Recoil.Reports;

namespace Recoil.Cli.Running;

/// <summary>All services of Recoil.Bus in this process, on the embedded store.</summary>
internal interface IEpisodeHost : IAsyncDisposable
{
    /// <summary>
    /// Brings every shot of a run to its end. A run that was begun before resumes where it stopped. Progress is reported
    /// through <paramref name="progressed"/> and <paramref name="completed"/>, which may be called from several threads.
    /// </summary>
    Task<RunCompleted> RunAsync(
        RunRequested run, Action<ShotProgressed> progressed, Action<ShotCompleted> completed, CancellationToken cancellationToken);

    /// <summary>Everything that the store knows of a run.</summary>
    Task<RunSnapshot> ReadAsync(RunRequested run, CancellationToken cancellationToken);
}
