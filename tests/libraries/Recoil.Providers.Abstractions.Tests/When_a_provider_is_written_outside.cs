using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Providers.Abstractions.Tests;

/// <summary>Someone who has nothing but the package can write a provider.</summary>
public sealed class When_a_provider_is_written_outside
{
    [Fact]
    public void It_is_registered_with_one_line() => new ServiceCollection().AddProvider<Polaroid>().BuildServiceProvider().GetServices<IGenerationProvider>().ShouldHaveSingleItem().Name.ShouldBe("polaroid");

    [Fact]
    public async Task It_is_there_unless_it_says_otherwise_and_has_nothing_to_check()
    {
        IGenerationProvider provider = new Polaroid();
        provider.Absence.ShouldBeNull();
        (await provider.CheckAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(ErrorKind.RateLimited, true, false)]
    [InlineData(ErrorKind.Timeout, true, false)]
    [InlineData(ErrorKind.Unavailable, true, false)]
    [InlineData(ErrorKind.InsufficientFunds, false, true)]
    [InlineData(ErrorKind.InvalidCredentials, false, true)]
    [InlineData(ErrorKind.ContentFilter, false, false)]
    [InlineData(ErrorKind.InvalidRequest, false, false)]
    public void An_error_says_whether_waiting_helps_and_whether_the_account_stands_still(ErrorKind kind, bool transient, bool stops)
    {
        var error = new ProviderException(kind, Submit.Refused, "no");
        (error.IsTransient, error.StopsAccount).ShouldBe((transient, stops));
    }

    [Fact]
    public void A_take_without_a_bill_costs_what_its_model_says_and_without_a_price_nobody_knows()
    {
        var take = Take(Operation.ImageT2i);
        new GenerationRequest(take, new ModelProfile { Provider = "p", CostPerImage = 0.1m }, "f").CostWithoutBill.ShouldBe(KnownCost.Estimated(0.1m));
        new GenerationRequest(take, new ModelProfile { Provider = "p", CostPerSecond = 0.1m }, "f").CostWithoutBill.ShouldBe(KnownCost.Unknown);
        new GenerationRequest(Take(Operation.VideoI2v) with { Duration = 4 }, new ModelProfile { Provider = "p", CostPerSecond = 0.1m }, "f").CostWithoutBill.ShouldBe(KnownCost.Estimated(0.4m));
    }

    private static GenerateTake Take(Operation operation) => new()
    {
        CorrelationId = Guid.NewGuid(), TakeId = Guid.NewGuid(), Project = "p", ShotId = "S", Attempt = 1, Take = 1, Ordinal = 1, Operation = operation, Prompt = "x", Model = "m",
        AspectRatio = "1:1", Seed = 1,
    };

    private sealed class Polaroid : IGenerationProvider
    {
        public string Name => "polaroid";

        public bool IsLocal => false;

        public JobLookup Lookup => JobLookup.Never;

        public Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) =>
            throw new ProviderException(ErrorKind.Unavailable, Submit.Refused, "unavailable: no film");

        public Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(null);

        public Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new GenerationResult { Cost = null, Error = "unavailable: no film", ErrorKind = ErrorKind.Unavailable });

        public Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult<KnownCost?>(null);
    }
}
