using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Recoil.Local.Processes;

/// <summary>Free TCP ports of this machine.</summary>
public static class FreePort
{
    private const int First = 15000;
    private const int DefaultFirstEphemeral = 32768;

    /// <summary>Finds this many different free ports on the loopback address.</summary>
    /// <remarks>
    /// The ports are from 15000 to below the kernel's range for outgoing connections: a port of that range can be taken by an
    /// outgoing connection between this call and the start of the process that listens on it.
    /// </remarks>
    /// <param name="count">From 1 to a few dozen.</param>
    /// <exception cref="CannotStartLocallyException">The machine has no free ports in this range.</exception>
    public static IReadOnlyList<int> Take(int count)
    {
        var end = FirstEphemeral();
        var start = Math.Min(First, end / 2);
        var taken = new List<TcpListener>();
        try
        {
            for (var tries = 0; taken.Count < count; tries++)
            {
                if (tries > count + 1000)
                    throw new CannotStartLocallyException(string.Create(CultureInfo.InvariantCulture, $"No free TCP port was found from {start} to {end - 1}."));
                if (TryListen(Random.Shared.Next(start, end)) is { } listener)
                    taken.Add(listener);
            }

            return [.. taken.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in taken)
                listener.Dispose();
        }
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            listener.Dispose();
            return null;
        }
    }

    private static int FirstEphemeral()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        return File.Exists(Range)
            && int.TryParse(File.ReadAllText(Range).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var first)
            && first > 2048
            ? first
            : DefaultFirstEphemeral;
    }
}
