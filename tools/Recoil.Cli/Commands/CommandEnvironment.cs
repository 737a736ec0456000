using Microsoft.Extensions.Configuration;
using Recoil.Cli.Running;
using Recoil.Reports;

namespace Recoil.Cli.Commands;

/// <summary>All that the command touches outside itself.</summary>
internal sealed record CommandEnvironment
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches <see cref="Out"/> in a terminal.</summary>
    public required bool OutIsTerminal { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/> in a terminal.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>The folder that paths on the command line are relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The providers that are built into this program.</summary>
    public required IReadOnlySet<string> Providers { get; init; }

    /// <summary>What this machine lacks, one line each with what to install; empty if nothing.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> MissingTools { get; init; }

    /// <summary>What is wrong with the content of a picture or clip and what to do, or null when it can be decoded.</summary>
    public required Func<string, CancellationToken, Task<string?>> PictureMistake { get; init; }

    /// <summary>Starts the services; a <see cref="CannotStartException"/> is the user's to mend.</summary>
    public required Func<EpisodeHostOptions, CancellationToken, Task<IEpisodeHost>> StartHost { get; init; }

    /// <summary>Settings of the process, such as <c>Transport:Host</c>, which the environment spells <c>Transport__Host</c>.</summary>
    public required IConfiguration Settings { get; init; }

    /// <summary>Who gives the command, or null when that is not known.</summary>
    public required string? User { get; init; }

    public required IReportMedia ReportMedia { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
