namespace Recoil.SagaDocuments.Tests;

public sealed class When_a_step_changes_nothing : SagaDocumentTests
{
    [Fact]
    public async Task It_is_not_written()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new Add(Id, 5));
        var before = await process.UntilAsync(Id, d => d.State.Count == 5);

        await process.SendAsync(new Ask(Id, Aloud: false));
        await process.SendAsync(new Ask(Id, Aloud: true));

        await process.UntilHeardAsync(2);
        (await process.LoadAsync(Id))!.Version.ShouldBe(before.Version + 1);
    }
}
