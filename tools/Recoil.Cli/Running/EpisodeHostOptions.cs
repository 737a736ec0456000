using Microsoft.Extensions.Logging;
using Recoil.Models;
using Recoil.Providers.Accounts;

namespace Recoil.Cli.Running;

/// <summary>What the services of a run are started with.</summary>
internal sealed record EpisodeHostOptions
{
    /// <summary>Absolute path of the folder for the store: state, money, takes' records. It exists.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Absolute path of the folder for what people look at: takes and reports. It exists.</summary>
    public required string OutputFolder { get; init; }

    public required ModelProfiles Models { get; init; }

    /// <summary>The accounts that takes are bought with.</summary>
    public ProviderAccounts Accounts { get; init; } = ProviderAccounts.Usual;

    /// <summary>How many shots may be under way at once, at least 1.</summary>
    public required int Parallel { get; init; }

    /// <summary>The least level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>Where log lines go. It may be written to from several threads.</summary>
    public required TextWriter Log { get; init; }
}
