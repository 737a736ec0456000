using Microsoft.Extensions.DependencyInjection;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.Embedded;
using Recoil.Storage.Reviews;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Tests;

public sealed class When_the_embedded_store_is_registered : EmbeddedTest
{
    [Fact]
    public async Task Every_port_is_there_on_one_file_and_counted()
    {
        await using (var services = Services())
        {
            services.GetRequiredService<ITakeLedger>().ShouldNotBeNull();
            services.GetRequiredService<IReviewEntries>().ShouldNotBeNull();
            await services.GetRequiredService<IBudgetLedger>().SettleAsync("account", Guid.NewGuid(), 1, DateTimeOffset.UnixEpoch, default);
            var films = services.GetRequiredService<ISagaDocumentStore<Film>>();
            var film = NewFilm();
            await films.TryInsertAsync(film, default);
            await films.TryReplaceAsync(film, default);
            await films.LoadAsync(film.Id, default);

            var statistics = services.GetRequiredService<EmbeddedStoreStatistics>();
            (statistics.SagaReads, statistics.SagaWrites, statistics.LedgerWrites, statistics.TakeWrites).ShouldBe((1, 2, 1, 0));
            (statistics.Transactions, statistics.MeanBatch).ShouldBe((3, 1));
        }

        Directory.GetFiles(Folder).ShouldBe([DatabaseFile]);
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = Folder })
        .AddSagaDocuments<Film>("film")
        .BuildServiceProvider();
}
