namespace Recoil.SagaDocuments.Tests;

public sealed class When_a_step_sends_several_messages : SagaDocumentTests
{
    [Fact]
    public async Task One_kind_waits_until_the_transport_has_the_one_before()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new Add(Id, 5));
        await process.UntilHeardAsync(1);

        process.FailuresLeft = 1;
        await process.SendAsync(new Tell(Id));

        await TallyProcess.UntilAsync(() => Task.FromResult(process.Sent.Contains(nameof(Told), StringComparer.Ordinal)), () => $"sent {string.Join(", ", process.Sent)}");
        process.Sent.TakeWhile(kind => kind != nameof(Told)).Count().ShouldBeGreaterThanOrEqualTo(3, string.Join(", ", process.Sent));
    }
}
