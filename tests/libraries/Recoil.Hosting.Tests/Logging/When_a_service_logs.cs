using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Logging;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests.Logging;

public sealed class When_a_service_logs
{
    [Fact]
    public void Should_write_a_line_of_json_that_says_who()
    {
        using var line = JsonDocument.Parse(Logged("Recoil.Budget", LogLevel.Information));

        line.RootElement.GetProperty("@m").GetString().ShouldBe("Paid 3 dollars");
        line.RootElement.GetProperty("Amount").GetInt32().ShouldBe(3);
        line.RootElement.GetProperty("service").GetString().ShouldBe("money");
        line.RootElement.GetProperty("instance").GetString().ShouldBe("here:1");
    }

    [Fact]
    public void Should_write_text_for_people_who_ask_for_it() =>
        Logged("Recoil.Budget", LogLevel.Information, ("Logging:Format", "text")).ShouldContain("INF Paid 3 dollars");

    [Theory]
    [InlineData("Recoil.Budget", LogLevel.Debug, null, false)]
    [InlineData("Recoil.Budget", LogLevel.Debug, "debug", true)]
    [InlineData("Recoil.Budget", LogLevel.Information, "Warning", false)]
    [InlineData("MassTransit", LogLevel.Information, null, false)]
    [InlineData("MassTransit", LogLevel.Warning, null, true)]
    [InlineData("MassTransit", LogLevel.Warning, "Error", false)]
    [InlineData("MassTransit", LogLevel.Debug, "Debug", true)]
    [InlineData("MassTransit.ReceiveTransport", LogLevel.Error, null, false)]
    [InlineData("MassTransit.ReceiveTransport", LogLevel.Warning, null, true)]
    [InlineData("MassTransit.ReceiveTransport", LogLevel.Critical, null, true)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, null, false)]
    [InlineData("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.Error, null, false)]
    public void Should_write_what_is_worth_it(string category, LogLevel level, string? setting, bool written) =>
        (Logged(category, level, ("Logging:Level", setting)).Length > 0).ShouldBe(written);

    [Theory]
    [InlineData("Logging:Level", "Loud", "Logging:Level is \"Loud\". Write Trace, Debug, Information, Warning, Error or Critical.")]
    [InlineData("Logging:Format", "xml", "Logging:Format is \"xml\". Write json or text.")]
    public void Should_refuse_a_setting_it_does_not_know(string name, string value, string message) =>
        Should.Throw<InvalidSettingException>(() => Logged("Recoil.Budget", LogLevel.Information, (name, value))).Message.ShouldBe(message);

    [Fact]
    public void Should_not_know_the_brokers_password() =>
        $"{new TransportOptions { Password = "hush" }}".ShouldBe("amqp://guest@localhost:5672/");

    private static string Logged(string category, LogLevel level, params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal)).Build();
        using var output = new StringWriter();
        var resource = new Dictionary<string, string>(StringComparer.Ordinal) { ["service.name"] = "money", ["service.instance.id"] = "here:1" };
        using (var services = new ServiceCollection()
            .AddServiceLog(ServiceLogOptions.Read(configuration), resource, (to, formatter) => to.Sink(new TextWriterSink(output, formatter)))
            .BuildServiceProvider())
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(level, "Paid {Amount} dollars", 3);
        }

        return output.ToString();
    }
}
