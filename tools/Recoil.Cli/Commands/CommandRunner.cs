using System.Text.Json;
using Recoil.Cli.Running;
using Recoil.Hosting.Settings;
using Recoil.Local;
using Recoil.Reports;
using Recoil.Storage;

namespace Recoil.Cli.Commands;

/// <summary>Runs a command and turns its failure into a line for the user and an exit code.</summary>
internal sealed record CommandRunner
{
    public required CommandEnvironment Environment { get; init; }

    /// <summary>Whether stdout is JSON; a failure is then a JSON document, too.</summary>
    public bool Json { get; init; }

    /// <summary>The line printed when the user stops the command; null for none.</summary>
    public string? WhenStopped { get; init; }

    /// <summary>The advice after an unexpected failure; null for none.</summary>
    public string? AfterUnexpected { get; init; }

    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Func<CancellationToken, Task<int>> command, CancellationToken stop)
    {
        try
        {
            return await command(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await FailAsync(ExitCode.Stopped, WhenStopped is null ? [] : [WhenStopped]);
        }
        catch (CommandFailedException failed)
        {
            return await FailAsync(failed.ExitCode, [failed.Message]);
        }
        catch (StorageUnavailableException away) when (away.IsOutage)
        {
            return await FailAsync(ExitCode.Failed, [away.Message]);
        }
        catch (Exception mistake) when (mistake is CannotStartException or CannotStartLocallyException or InvalidSettingException or StorageUnavailableException)
        {
            return await FailAsync(ExitCode.Usage, [mistake.Message]);
        }
#pragma warning disable CA1031 // The outermost handler: every exception becomes an exit code.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            await Environment.Error.WriteLineAsync(unexpected.ToString());
            return await FailAsync(ExitCode.InternalError, [$"Internal error: {unexpected.Message} {AfterUnexpected}".TrimEnd()]);
        }
    }

    /// <summary>Prints the errors and returns the exit code.</summary>
    public async Task<int> FailAsync(int code, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
            await Environment.Error.WriteLineAsync(error);
        if (Json)
            await Environment.Out.WriteLineAsync(JsonSerializer.Serialize(new Failure(code, errors), ReportJson.Document));
        return code;
    }

    /// <summary>What <c>--json</c> prints when there is nothing else to print.</summary>
    private sealed record Failure(int ExitCode, IReadOnlyList<string> Errors);
}
