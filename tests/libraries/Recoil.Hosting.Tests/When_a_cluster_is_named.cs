using Microsoft.Extensions.Configuration;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests;

public sealed class When_a_cluster_is_named
{
    [Fact]
    public void Its_nodes_are_what_connections_are_made_to() =>
        Bind(("Transport:Hosts", "rabbit-1:5673, rabbit-2"), ("Transport:Port", "5671")).Nodes().ShouldBe([("rabbit-1", 5673), ("rabbit-2", 5671)]);

    [Fact]
    public void Without_one_there_is_the_host() => Bind(("Transport:Host", "rabbit")).Nodes().ShouldBe([("rabbit", 5672)]);

    [Theory]
    [InlineData("rabbit-1:,rabbit-2", "rabbit-1:")]
    [InlineData("rabbit-1,", "")]
    [InlineData("rabbit-1:0", "rabbit-1:0")]
    [InlineData("amqp://rabbit-1:5672", "amqp://rabbit-1:5672")]
    public void What_is_no_host_is_said_in_one_line(string hosts, string wrong) =>
        Should.Throw<InvalidSettingException>(() => Bind(("Transport:Hosts", hosts))).Message.ShouldBe(
            $"Setting Transport:Hosts holds \"{wrong}\". Give hosts such as rabbit-1:5672,rabbit-2:5672. In the environment it is written Transport__Hosts.");

    [Fact]
    public void An_address_may_name_several_nodes()
    {
        var transport = TransportOptions.Parse("amqp://ada:se%40cret@rabbit-1:5681,rabbit-2:5682/film");

        transport.Nodes().ShouldBe([("rabbit-1", 5681), ("rabbit-2", 5682)]);
        (transport.Host, transport.Username, transport.Password, transport.VirtualHost).ShouldBe(("rabbit-1", "ada", "se@cret", "film"));
        transport.Address.ShouldBe("amqp://ada@rabbit-1:5681,rabbit-2:5682/film");
        TransportOptions.Parse("amqp://rabbit:5681").Address.ShouldBe("amqp://guest@rabbit:5681/");
    }

    private static TransportOptions Bind(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build()
        .Bind("Transport", new TransportOptions());
}
