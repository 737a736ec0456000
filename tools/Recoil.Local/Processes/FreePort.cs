using System.Net;
using System.Net.Sockets;

namespace Recoil.Local.Processes;

/// <summary>Free TCP ports of this machine.</summary>
public static class FreePort
{
    /// <summary>Finds this many different free ports on the loopback address.</summary>
    public static IReadOnlyList<int> Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
