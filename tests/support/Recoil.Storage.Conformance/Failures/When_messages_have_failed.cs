using Recoil.Storage.Failures;

namespace Recoil.Storage.Conformance.Failures;

public abstract class When_messages_have_failed<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private IFailedMessages Failed => Store.FailedMessages;

    [Fact]
    public async Task A_message_is_kept_as_it_is_for_every_process()
    {
        var (message, content) = Message(Noon, [1, 0, 255]);

        (await Failed.TryAddAsync(message, content, default)).ShouldBeTrue();

        await using var other = await Store.OpenAgainAsync();
        (await other.FailedMessages.FindAsync(message.Id, default)).ShouldBe(message);
        var read = (await other.FailedMessages.ReadAsync(message.Id, default)).ShouldNotBeNull();
        read.Body.ToArray().ShouldBe([1, 0, 255]);
        read.Properties.ToArray().ShouldBe(content.Properties.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData((8 * 1024 * 1024) + 1)]
    [InlineData(33 * 1024 * 1024)]
    public async Task A_body_may_be_empty_or_large(int bytes)
    {
        var body = new byte[bytes];
        new Random(1).NextBytes(body);
        var (message, content) = Message(Noon, body);

        (await Failed.TryAddAsync(message, content, default)).ShouldBeTrue();

        (await Failed.ListAsync(null, 1, default)).ShouldBe([message]);
        (await Failed.ReadAsync(message.Id, default)).ShouldNotBeNull().Body.Span.SequenceEqual(body).ShouldBeTrue();
        (await Failed.RemoveAsync(message.Id, default)).ShouldBeTrue();
        (await Failed.ReadAsync(message.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_message_twice_is_one_and_the_first_stays()
    {
        var (message, content) = Message(Noon, [1]);

        (await Failed.TryAddAsync(message, content, default)).ShouldBeTrue();
        (await Failed.TryAddAsync(message with { Cause = "another" }, content, default)).ShouldBeFalse();

        (await Failed.ListAsync(null, 10, default)).ShouldBe([message]);
    }

    [Fact]
    public async Task The_oldest_come_first_page_by_page()
    {
        var added = new List<FailedMessage>();
        for (var number = 0; number < 7; number++)
        {
            // Some at the same time: their ids order them.
            var (message, content) = Message(Noon.AddTicks(-(number / 3)), [1]);
            await Failed.TryAddAsync(message, content, default);
            added.Add(message);
        }

        var pages = new List<FailedMessage>();
        FailedMessagePosition? after = null;
        while (await Failed.ListAsync(after, 2, default) is { Count: > 0 } page)
        {
            pages.AddRange(page);
            after = new FailedMessagePosition(page[^1].At, page[^1].Id);
        }

        pages.ShouldBe(added.OrderBy(message => message.At).ThenBy(message => message.Id.ToString("N"), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Looking_a_thousand_times_changes_nothing()
    {
        for (var number = 0; number < 3; number++)
        {
            var (message, content) = Message(Noon.AddSeconds(number), [(byte)number]);
            await Failed.TryAddAsync(message, content, default);
        }

        var before = await Failed.ListAsync(null, 10, default);
        for (var look = 0; look < 1_000; look++)
            (await Failed.ListAsync(null, 10, default)).ShouldBe(before);
    }

    [Fact]
    public async Task One_that_is_removed_is_gone_for_everybody()
    {
        var (message, content) = Message(Noon, [1]);
        await Failed.TryAddAsync(message, content, default);

        (await AtOnceAsync(8, _ => Failed.RemoveAsync(message.Id, default))).Count(removed => removed).ShouldBe(1);

        (await Failed.FindAsync(message.Id, default)).ShouldBeNull();
        (await Failed.ListAsync(null, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_limit_below_one_is_an_error() =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Failed.ListAsync(null, 0, default));

    private static (FailedMessage, FailedMessageContent) Message(DateTimeOffset at, byte[] body)
    {
        var message = new FailedMessage
        {
            Id = Guid.NewGuid(),
            Queue = "budget_error",
            Type = "ReserveBudget",
            Cause = "ArgumentException: \"less\" than 0",
            At = at,
            MessageId = "m1",
            Bytes = body.Length,
        };
        return (message, new FailedMessageContent("{}"u8.ToArray(), body));
    }
}
