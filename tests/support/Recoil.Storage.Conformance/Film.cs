using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance;

/// <summary>The state of a saga, for tests.</summary>
public sealed class Film
{
    public string Title { get; set; } = "";

    public int Takes { get; set; }

    public decimal Cost { get; set; }

    public DateTimeOffset? Premiere { get; set; }

    public List<string> Notes { get; init; } = [];

    public static SagaTimer Timer(DateTimeOffset dueAt) => new()
    {
        TokenId = Guid.NewGuid(),
        DueAt = dueAt,
        Destination = new Uri("queue:film"),
        MessageType = "Films.Overdue, Films",
        Body = """{"film":"The \"Recoil\""}""",
    };

    /// <summary>Everything that the document's present version has to say.</summary>
    public static OutboxDelivery Delivery(SagaDocument<Film> film) => new(film.Id, film.Version, [.. film.Outbox.Select(m => m.MessageId)]);

    public static OutboxMessage Message(string body = "{}") => new()
    {
        MessageId = Guid.NewGuid(),
        Destination = new Uri("exchange:Recoil.Contracts:GenerateTake"),
        ContentType = "application/vnd.masstransit+json",
        Body = body,
        MessageTypes = "urn:message:Recoil.Contracts:GenerateTake;urn:message:Recoil.Contracts:Any",
    };
}
