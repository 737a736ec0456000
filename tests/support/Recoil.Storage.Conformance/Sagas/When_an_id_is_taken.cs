using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance.Sagas;

public abstract class When_an_id_is_taken<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task A_second_insert_changes_nothing()
    {
        var first = await InsertAsync(NewFilm("first"));
        var second = new SagaDocument<Film> { Id = first.Id, State = new Film { Title = "second" } };

        (await Films.TryInsertAsync(second, default)).ShouldBeFalse();

        second.Version.ShouldBe(0);
        (await LoadAsync(first.Id)).State.Title.ShouldBe("first");
    }

    [Fact]
    public async Task Only_one_of_many_inserts_at_once_wins()
    {
        var id = Guid.NewGuid();
        var other = await Store.OpenAgainAsync();
        try
        {
            var won = await AtOnceAsync(16, index => (index % 2 == 0 ? Store : other).Sagas<Film>("film").TryInsertAsync(
                new SagaDocument<Film> { Id = id, State = new Film { Takes = index } }, default));

            won.Count(inserted => inserted).ShouldBe(1);
            (await LoadAsync(id)).State.Takes.ShouldBe(Array.IndexOf(won, true));
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
