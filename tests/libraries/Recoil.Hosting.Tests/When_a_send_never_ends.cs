using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests;

public sealed class When_a_send_never_ends
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_is_done_again_until_one_ends()
    {
        var (sends, forgotten) = (0, new TaskCompletionSource());

        await RepeatedSend.UntilDoneAsync(() => ++sends < 3 ? forgotten.Task : Task.CompletedTask, s_patience, default).WaitAsync(s_limit);

        sends.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_is_told_and_not_repeated()
    {
        var sends = 0;

        await Should.ThrowAsync<IOException>(() => RepeatedSend.UntilDoneAsync(
            () =>
            {
                sends++;
                return Task.FromException(new IOException("The broker does not know the exchange."));
            },
            s_patience, default));

        sends.ShouldBe(1);
    }

    [Fact]
    public async Task A_timeout_that_the_transport_tells_is_a_failure_like_others()
    {
        var sends = 0;

        await Should.ThrowAsync<TimeoutException>(() => RepeatedSend.UntilDoneAsync(
            () =>
            {
                sends++;
                return Task.FromException(new TimeoutException("The channel did not open."));
            },
            s_patience, default));

        sends.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        var (sent, forgotten) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sending = RepeatedSend.UntilDoneAsync(
            () =>
            {
                sent.TrySetResult();
                return forgotten.Task;
            },
            RepeatedSend.Patience, end.Token);
        await sent.Task.WaitAsync(s_limit);

        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending.WaitAsync(s_limit));
    }
}
