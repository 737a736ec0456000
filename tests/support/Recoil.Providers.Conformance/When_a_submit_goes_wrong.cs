using Recoil.Contracts;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Conformance;

/// <summary>A refusal is understood, and where nobody answered it is known whether somebody can be asked.</summary>
public abstract class When_a_submit_goes_wrong<TProvider> : ProviderTest<TProvider> where TProvider : IProviderUnderTest, new()
{
    [Theory]
    [InlineData(Fault.RefusedContent, ErrorKind.ContentFilter)]
    [InlineData(Fault.NoFunds, ErrorKind.InsufficientFunds)]
    [InlineData(Fault.BadKey, ErrorKind.InvalidCredentials)]
    [InlineData(Fault.RateLimited, ErrorKind.RateLimited)]
    [InlineData(Fault.Unavailable, ErrorKind.Unavailable)]
    [InlineData(Fault.InvalidRequest, ErrorKind.InvalidRequest)]
    public async Task The_provider_s_own_words_are_understood(Fault fault, ErrorKind expected)
    {
        if (!Setup.Has(fault))
            return;
        foreach (var operation in Operations)
        {
            Setup.Api.Faults.Next(fault);
            var (kind, submit, message) = await EndOfAsync(Setup.Open(), Order(operation));

            kind.ShouldBe(expected, message);
            submit.ShouldNotBe(Submit.Ambiguous);
            message.ShouldContain(SnakeCase.Of(expected));
        }

        Setup.Api.Bought.ShouldBeEmpty();
        Setup.Api.Submits.ShouldBe(Operations.Count(), "an adapter repeats nothing by itself");
    }

    [Fact]
    public async Task A_wrong_key_is_told_without_the_key()
    {
        const string wrong = "sk-wrong-key-that-must-not-be-seen";
        var (kind, _, message) = await EndOfAsync(Setup.Open(key: wrong), Order());
        kind.ShouldBe(ErrorKind.InvalidCredentials, message);
        message.ShouldNotContain(wrong);
    }

    [Theory]
    [InlineData(Fault.CutBefore, 0)]
    [InlineData(Fault.CutAfter, 1)]
    [InlineData(Fault.GatewayAfter, 1)]
    [InlineData(Fault.SilentAfter, 1)]
    public async Task Nobody_guesses_whether_it_was_bought(Fault fault, int bought)
    {
        foreach (var operation in Operations)
        {
            var provider = Setup.Open(submitTimeout: fault == Fault.SilentAfter ? TimeSpan.FromSeconds(2) : null);
            // A connection that was used before may be cut, too.
            await MakeAsync(provider, Order(operation));
            var before = Setup.Api.Bought.Count;
            Setup.Api.Faults.Next(fault);
            var request = Order(operation);
            var since = DateTimeOffset.UtcNow;
            var failed = await Should.ThrowAsync<ProviderException>(() => provider.SubmitAsync(request, CancellationToken.None));

            failed.Submit.ShouldBe(Submit.Ambiguous, failed.Message);
            (Setup.Api.Bought.Count - before).ShouldBe(bought);
            var found = await Setup.Open().FindAsync(request, since, CancellationToken.None);
            switch (provider.Lookup)
            {
                case JobLookup.Certain or JobLookup.MayMiss when bought == 1:
                    found.ShouldNotBeNull();
                    var job = Setup.Api.Bought.Values.Single(job => found.EndsWith(job.Id, StringComparison.Ordinal));
                    job.ShouldBe(Setup.Api.Bought.Values.MaxBy(each => each.At), "another take was found");
                    if (request.Model.TakesSeed)
                        job.Order.Seed.ShouldBe(request.Take.Seed);
                    (await FinishAsync(provider, found, request)).File.ShouldNotBeNull();
                    break;
                default:
                    found.ShouldBeNull();
                    break;
            }
        }
    }

    [Fact]
    public async Task Nothing_was_begun_where_nobody_listens()
    {
        var failed = await Should.ThrowAsync<ProviderException>(() => Setup.Open(isDown: true).SubmitAsync(Order(), CancellationToken.None));
        failed.Submit.ShouldBe(Submit.Refused);
        failed.Kind.ShouldBe(ErrorKind.Unavailable);
    }
}
