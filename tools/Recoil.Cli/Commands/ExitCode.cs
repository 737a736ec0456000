namespace Recoil.Cli.Commands;

/// <summary>How the command ends.</summary>
internal static class ExitCode
{
    /// <summary>Every shot was accepted.</summary>
    public const int Ok = 0;

    /// <summary>Something unexpected went wrong inside.</summary>
    public const int InternalError = 1;

    /// <summary>The command failed: a service is unhealthy, does not answer, or refused it.</summary>
    public const int Failed = 1;

    /// <summary>The plan or a setting is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>The run is over and people have to look at some shots.</summary>
    public const int PeopleNeeded = 3;

    /// <summary>The user stopped the run; the same command resumes it.</summary>
    public const int Stopped = 130;
}
