using System.Net;
using System.Net.Sockets;
using Recoil.Local.Processes;

namespace Recoil.Local.Tests;

public sealed class When_ports_are_taken
{
    [Fact]
    public void They_differ_and_can_be_listened_on()
    {
        var ports = FreePort.Take(20);

        ports.Distinct().Count().ShouldBe(20);
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            Should.NotThrow(listener.Start);
        }
    }

    [Fact]
    public void None_can_become_the_near_end_of_an_outgoing_connection()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        Assert.SkipUnless(File.Exists(Range), "This system does not say which ports it gives to outgoing connections.");
        var first = int.Parse(File.ReadAllText(Range).Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);

        FreePort.Take(50).ShouldAllBe(port => port < first);
    }

    [Fact]
    public void One_that_is_listened_on_is_passed_over()
    {
        // Reserves 30 ports of the range; a second call still finds only free ones.
        var listeners = FreePort.Take(30).Select(port => new TcpListener(IPAddress.Loopback, port)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());

            FreePort.Take(50).ShouldNotContain(port => listeners.Exists(listener => ((IPEndPoint)listener.LocalEndpoint).Port == port));
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
