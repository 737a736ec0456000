using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Local.Broker;

/// <summary>
/// A separate RabbitMQ node on this machine, with its own ports, virtual host and user, and its data in a folder. It does not touch the
/// machine's RabbitMQ service, needs no rights beyond the folder, and keeps running after this process exits.
/// </summary>
public sealed class LocalBroker
{
    private const string Scripts = "/usr/lib/rabbitmq/bin";

    // Part of the command lines of the start script and of the node that replaces it.
    private const string CommandPart = "rabbit";
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly Node _node;

    private LocalBroker(string folder, Node node)
    {
        _folder = folder;
        _node = node;
    }

    /// <summary>How to connect to the node.</summary>
    public TransportOptions Transport => new()
    {
        Host = "127.0.0.1",
        Port = _node.Port,
        VirtualHost = "recoil",
        Username = "recoil",
        Password = _node.Password,
    };

    public int ProcessId => _node.Pid;

    /// <summary>The node's name, for <c>rabbitmqctl -n</c>.</summary>
    public string NodeName => string.Create(CultureInfo.InvariantCulture, $"recoil-broker-{_node.Port}@localhost");

    /// <summary>Whether RabbitMQ is installed here.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Scripts, "rabbitmq-server"));

    /// <summary>Starts the broker of a folder, with the data it had when it stopped; a running one is returned as it is.</summary>
    /// <param name="folder">The folder for configuration, data and logs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CannotStartLocallyException">RabbitMQ is not installed or does not start; the message says what to do.</exception>
    public static async Task<LocalBroker> StartAsync(string folder, CancellationToken cancellationToken)
    {
        if (Find(folder) is { } running)
        {
            // Another process may have just started it.
            await running.WaitUntilReadyAsync(cancellationToken);
            return running;
        }

        if (!IsInstalled)
            throw new CannotStartLocallyException("RabbitMQ is not installed. Install it with: sudo apt-get install rabbitmq-server, or name a broker in Transport__Host.");

        folder = Directory.CreateDirectory(folder).FullName;
        var known = PrivateFile.Read<Node>(FileOf(folder));
        var ports = FreePort.Take(3);
        var node = known ?? new Node(0, ports[0], ports[1], ports[2], RandomNumberGenerator.GetHexString(24, lowercase: true));
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{node.Port}
            default_vhost = recoil
            default_user = recoil
            default_pass = {node.Password}
            disk_free_limit.absolute = 100MB
            log.file.level = warning

            """), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n", cancellationToken);

        var broker = new LocalBroker(folder, node);
        using var process = DetachedProcess.Start(Path.Combine(Scripts, "rabbitmq-server"), [], broker.Environment(), Path.Combine(folder, "console.log"));
        broker = new LocalBroker(folder, node with { Pid = process.Id });
        PrivateFile.Write(FileOf(folder), broker._node);
        await broker.WaitUntilReadyAsync(cancellationToken);
        return broker;
    }

    /// <summary>The running broker of a folder, or null.</summary>
    public static LocalBroker? Find(string folder) =>
        PrivateFile.Read<Node>(FileOf(folder)) is { Pid: > 0 } node && new LocalBroker(Path.GetFullPath(folder), node) is var broker && broker.IsRunning ? broker : null;

    public bool IsRunning => Signal.Runs(_node.Pid, CommandPart);

    /// <summary>Restarts the broker's application inside the running node: all connections close, queues stay.</summary>
    public async Task RestartApplicationAsync(CancellationToken cancellationToken)
    {
        await ControlAsync(["stop_app"], cancellationToken);
        await ControlAsync(["start_app"], cancellationToken);
    }

    /// <summary>Closes all connections from the broker's side.</summary>
    public Task CloseConnectionsAsync(string reason, CancellationToken cancellationToken) =>
        ControlAsync(["close_all_connections", "--vhost", "recoil", reason], cancellationToken);

    /// <summary>Adds a virtual host with full permissions for the broker's user.</summary>
    public async Task AddVirtualHostAsync(string name, CancellationToken cancellationToken)
    {
        await ControlAsync(["add_vhost", name], cancellationToken);
        await ControlAsync(["set_permissions", "--vhost", name, Transport.Username, ".*", ".*", ".*"], cancellationToken);
    }

    /// <summary>Runs <c>rabbitmqctl</c> against this node.</summary>
    /// <returns>The standard output.</returns>
    /// <exception cref="InvalidOperationException">The command failed; the message contains its standard error.</exception>
    public async Task<string> ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(Scripts, "rabbitmqctl")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-q");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("rabbitmqctl could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed: {(await error).ReplaceLineEndings(" ").Trim()}");
    }

    /// <summary>Stops the broker; its data stays in the folder.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (IsRunning)
            Signal.Terminate(_node.Pid);
        var begun = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(begun) > s_stopTimeout)
                Signal.Kill(_node.Pid);
            await Task.Delay(s_pause, cancellationToken);
        }

        await StopPortMapperAsync(cancellationToken);
        PrivateFile.Write(FileOf(_folder), _node with { Pid = 0 });
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = _node.Port,
            VirtualHost = "recoil",
            UserName = "recoil",
            Password = _node.Password,
        };
        while (true)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(cancellationToken);
                return;
            }
            catch (BrokerUnreachableException) when (IsRunning && Stopwatch.GetElapsedTime(begun) < s_startTimeout)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
            catch (BrokerUnreachableException unreachable)
            {
                throw new CannotStartLocallyException($"RabbitMQ did not start. Its logs are {Path.Combine(_folder, "console.log")} and {Path.Combine(_folder, "log")}.", unreachable);
            }
        }
    }

    /// <summary>Erlang's port mapper keeps running after its node stops.</summary>
    private async Task StopPortMapperAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("epmd") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-port");
        start.ArgumentList.Add(_node.MapperPort.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add("-kill");
        using var process = Process.Start(start);
        if (process is not null)
            await process.WaitForExitAsync(cancellationToken);
    }

    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal)
    {
        ["HOME"] = _folder,
        ["RABBITMQ_NODENAME"] = NodeName,
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "rabbitmq.pid"),
        ["RABBITMQ_DIST_PORT"] = _node.DistributionPort.ToString(CultureInfo.InvariantCulture),

        // Makes the start script exec the node instead of supervising it; the node itself must not read the terminal.
        ["RABBITMQ_ALLOW_INPUT"] = "1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noshell -noinput -kernel inet_dist_use_interface {127,0,0,1}",
        ["ERL_EPMD_PORT"] = _node.MapperPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    private static string FileOf(string folder) => Path.Combine(folder, "broker.json");

    private sealed record Node(int Pid, int Port, int DistributionPort, int MapperPort, string Password);
}
