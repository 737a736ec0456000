using System.Text.Json;
using Recoil.Cli.Running;
using Recoil.Hosting.Settings;
using Recoil.Local;
using Recoil.Reports;
using Recoil.Storage;

namespace Recoil.Cli.Commands;

/// <summary>Does what a command is for, and turns what goes wrong into a line for the user and the exit code.</summary>
internal sealed record Outcome
{
    public required CommandEnvironment Environment { get; init; }

    /// <summary>Whether a script reads stdout: a failure is a document there, too.</summary>
    public bool Json { get; init; }

    /// <summary>What is said when the user stops the command; null says nothing.</summary>
    public string? WhenStopped { get; init; }

    /// <summary>What is said after the reason of an unexpected failure.</summary>
    public string? AfterUnexpected { get; init; }

    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> OfAsync(Func<CancellationToken, Task<int>> command, CancellationToken stop)
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
#pragma warning disable CA1031 // The last place that can tell the user: whatever it is, it becomes the exit code.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            await Environment.Error.WriteLineAsync(unexpected.ToString());
            return await FailAsync(ExitCode.InternalError, [$"Internal error: {unexpected.Message} {AfterUnexpected}".TrimEnd()]);
        }
    }

    /// <summary>Tells why the command ends with this code.</summary>
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
