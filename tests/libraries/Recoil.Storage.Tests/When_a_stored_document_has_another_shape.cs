using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.Tests;

public sealed class When_a_stored_document_has_another_shape : EmbeddedTest
{
    [Fact]
    public async Task The_error_names_it_and_what_is_wrong()
    {
        var database = Open();
        var id = Guid.NewGuid();
        await new EmbeddedSagaDocuments<Earlier>(database, "film")
            .TryInsertAsync(new SagaDocument<Earlier> { Id = id, State = new Earlier("text") }, default);

        var exception = await Should.ThrowAsync<InvalidDataException>(
            () => new EmbeddedSagaDocuments<Later>(database, "film").LoadAsync(id, default));

        exception.Message.ShouldStartWith($"Saga film {id} is stored in a shape that this version does not read: ");
    }

    private sealed record Earlier(string Length);

    private sealed record Later(int Length);
}
