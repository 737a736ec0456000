using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Connecting;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_a_message_comes_back(ServicesFixture services)
{
    private const int Limit = 3;
    private readonly string _queue = $"comes-back-{Guid.NewGuid():N}";

    [Fact]
    public async Task One_whose_consumers_die_goes_to_the_error_queue_with_the_reason()
    {
        using (var service = await StartAsync())
            await service.StopAsync();
        await SendAsync(Note());

        for (var death = 0; death <= Limit; death++)
            await TakeAndDieAsync();

        var (message, _) = await TakeAsync($"{_queue}_error");
        var died = ((IList<object>)message.BasicProperties.Headers!["x-death"]!).OfType<IDictionary<string, object?>>().First();
        Encoding.UTF8.GetString((byte[])died["reason"]!).ShouldBe("delivery_limit");
        Encoding.UTF8.GetString((byte[])died["queue"]!).ShouldBe(_queue);
    }

    private async Task<IHost> StartAsync()
    {
        var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true)
                .AddRabbitMqBus(services.Broker.Transport with { DeliveryLimit = Limit }, bus => bus.AddConsumer<NoteConsumer>().Endpoint(endpoint =>
                {
                    endpoint.Name = _queue;
                    endpoint.ConfigureConsumeTopology = false;
                })))
            .Build();
        await host.StartAsync();
        return host;
    }

    private async Task SendAsync(ClaimReview note)
    {
        await using var connection = await RabbitMqConnection.OpenAsync(services.Broker.Transport, "test", CancellationToken.None);
        await using var channel = await connection.CreateConfirmingChannelAsync(CancellationToken.None);
        var body = $$"""
            {"messageId":"{{Guid.NewGuid()}}","messageType":["urn:message:Recoil.Contracts:ClaimReview"],"message":{"reviewId":"{{note.ReviewId}}","by":"ada","for":"00:01:00"} }
            """;
        await channel.BasicPublishAsync("", _queue, mandatory: true, new BasicProperties { Persistent = true, ContentType = "application/vnd.masstransit+json" }, Encoding.UTF8.GetBytes(body));
    }

    private async Task TakeAndDieAsync()
    {
        var (_, connection) = await TakeAsync(_queue);
        await connection.DisposeAsync();
    }

    private async Task<(BasicGetResult Message, IConnection Connection)> TakeAsync(string queue)
    {
        var connection = await RabbitMqConnection.OpenAsync(services.Broker.Transport, "dies", CancellationToken.None);
        var channel = await connection.CreateChannelAsync();
        BasicGetResult? taken = null;
        await Eventually.TrueAsync(async () => (taken = await channel.BasicGetAsync(queue, autoAck: false)) is not null, () => $"a message in {queue}");
        return (taken!, connection);
    }

    private static ClaimReview Note() => new() { ReviewId = Guid.NewGuid(), By = "ada", For = TimeSpan.FromMinutes(1) };

    private sealed class NoteConsumer : IConsumer<ClaimReview>
    {
        public Task Consume(ConsumeContext<ClaimReview> context) => Task.CompletedTask;
    }
}
