using System.Diagnostics;
using Recoil.Hosting.Transport;
using Xunit;

namespace Recoil.Broker.Testing;

/// <summary>
/// The broker that <c>RECOIL_TEST_RABBITMQ</c> names as <c>amqp://user:password@host:port/vhost</c>, for tests on another version than the
/// installed one, or on a cluster as <c>host:port,host:port</c>. With <c>RECOIL_TEST_RABBITMQ_CTL</c>, a shell command that runs
/// <c>rabbitmqctl</c> there, every assembly has a user and virtual hosts of its own; without, tests that need it are skipped.
/// </summary>
public static class GivenBroker
{
    private const string Variable = "RECOIL_TEST_RABBITMQ";
    private const string ControlVariable = "RECOIL_TEST_RABBITMQ_CTL";

    private static readonly Lazy<Task<TransportOptions>> s_transport = new(PrepareAsync);

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>How to reach it, in the virtual host of this assembly.</summary>
    public static Task<TransportOptions> TransportAsync() => s_transport.Value;

    /// <summary>Makes a virtual host for which the broker's user may do everything. Does nothing where nobody may.</summary>
    /// <returns>How to reach it.</returns>
    public static async Task<TransportOptions> AddVirtualHostAsync(string name, TransportOptions transport)
    {
        if (Command is null)
            return transport;
        var unique = $"{name}-{Guid.NewGuid():N}";
        await ControlAsync("add_vhost", unique);
        await ControlAsync("set_permissions", "--vhost", unique, transport.Username, ".*", ".*", ".*");
        return transport with { VirtualHost = unique };
    }

    /// <summary>Runs <c>rabbitmqctl</c> against it; skips the test where that is not known.</summary>
    /// <returns>The standard output.</returns>
    public static async Task<string> ControlAsync(params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(Command is null, $"{ControlVariable} names no command for the broker of {Variable}");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{Command} -q \"$@\"", "sh", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh could not be started.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{Command} {string.Join(' ', arguments)} failed: {await error}{await output}");
    }

    private static string? Command => Environment.GetEnvironmentVariable(ControlVariable) is { Length: > 0 } command ? command : null;

    /// <remarks>The user is new, too: a password such as the given one may occur in what is searched for it.</remarks>
    private static async Task<TransportOptions> PrepareAsync()
    {
        var transport = TransportOptions.Parse(Environment.GetEnvironmentVariable(Variable)!);
        if (Command is null)
            return transport;
        transport = transport with { Username = $"test-{Guid.NewGuid():N}", Password = $"{Guid.NewGuid():N}" };
        await ControlAsync("add_user", transport.Username, transport.Password);
        return await AddVirtualHostAsync("test", transport);
    }
}
