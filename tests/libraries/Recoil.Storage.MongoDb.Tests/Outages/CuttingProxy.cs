using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MongoDB.Driver;

namespace Recoil.Storage.MongoDb.Tests.Outages;

/// <summary>Stands between a client and the server: lets everything through, cuts off an answer, or lets nobody in.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly (string Host, int Port) _server;
    private readonly Task _accepting;
    private volatile bool _refuses;
    private volatile byte[]? _cutAnswerTo;
    private int _cuts;

    public CuttingProxy(string connectionString)
    {
        var url = new MongoUrl(connectionString);
        _server = (url.Server.Host, url.Server.Port);
        _listener.Start();
        _accepting = AcceptAsync();
        ConnectionString = new MongoUrlBuilder(connectionString) { Server = new MongoServerAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port), DirectConnection = true }.ToString();
    }

    /// <summary>The way to the server through here.</summary>
    public string ConnectionString { get; }

    /// <summary>How often an answer was cut off.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>The next command of this name, the first text in its document, reaches the server and is done; its answer is lost with the connection.</summary>
    public void CutAnswerTo(string command) => _cutAnswerTo = Encoding.ASCII.GetBytes($"\u0002{command}\0");

    /// <summary>Cuts everybody off, and lets nobody in until <see cref="Admit"/>.</summary>
    public void Refuse()
    {
        _refuses = true;
        CutAll();
    }

    public void Admit() => _refuses = false;

    /// <summary>Cuts everybody off at once, whatever is under way.</summary>
    public void CutAll()
    {
        foreach (var client in _open.Keys)
            client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                if (_refuses)
                    client.Dispose();
                else
                    _ = CarryAsync(client);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Whoever knocked has gone, or the test is over.
            }
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = 0;
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, _ended.Token);
            var connection = new Connection();
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), bytes => Ask(connection, bytes)),
                CopyAsync(server.GetStream(), client.GetStream(), _ => Answer(connection)));
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // One of the two has hung up.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private bool Ask(Connection connection, ReadOnlySpan<byte> bytes)
    {
        if (_cutAnswerTo is { } command && bytes.IndexOf(command) >= 0 && Interlocked.CompareExchange(ref _cutAnswerTo, null, command) == command)
            connection.CutsAnswer = true;
        return true;
    }

    private bool Answer(Connection connection)
    {
        if (connection.CutsAnswer)
            Interlocked.Increment(ref _cuts);
        return !connection.CutsAnswer;
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Carry carry)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _ended.Token)) > 0 && carry(buffer.AsSpan(0, count)))
            await to.WriteAsync(buffer.AsMemory(0, count), _ended.Token);
    }

    private delegate bool Carry(ReadOnlySpan<byte> bytes);

    private sealed class Connection
    {
        public volatile bool CutsAnswer;
    }
}
