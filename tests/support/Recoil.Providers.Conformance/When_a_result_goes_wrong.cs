using Recoil.Contracts;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Conformance;

/// <summary>What was bought and is no take is said to be none.</summary>
public abstract class When_a_result_goes_wrong<TProvider> : ProviderTest<TProvider> where TProvider : IProviderUnderTest, new()
{
    [Theory]
    [InlineData(Fault.RefusedResult, ErrorKind.ContentFilter)]
    [InlineData(Fault.EmptyResult, ErrorKind.CorruptOutput)]
    [InlineData(Fault.TruncatedFile, ErrorKind.CorruptOutput)]
    [InlineData(Fault.WrongFile, ErrorKind.CorruptOutput)]
    public async Task It_is_no_take(Fault fault, ErrorKind expected)
    {
        if (!Setup.Has(fault))
            return;
        foreach (var operation in Operations)
        {
            Setup.Api.Faults.Next(fault);
            var (kind, _, message) = await EndOfAsync(Setup.Open(), Order(operation));
            kind.ShouldBe(expected, message);
            message.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_job_that_failed_is_said_to_have_failed()
    {
        foreach (var operation in Operations)
        {
            Setup.Api.Faults.Next(Fault.FailedResult);
            var (kind, _, message) = await EndOfAsync(Setup.Open(), Order(operation));
            kind.ShouldBe(Setup.FailedKind, message);
        }
    }

    [Fact]
    public async Task An_expired_address_is_asked_for_again()
    {
        if (!Setup.Downloads)
            return;
        Setup.Api.Faults.Next(Fault.ExpiredAddress);
        var (kind, _, message) = await EndOfAsync(Setup.Open(), Order());
        kind.ShouldBe(Setup.RenewsAddresses ? null : ErrorKind.CorruptOutput, message);

        Setup.Api.Faults.Next(Fault.GoneForGood);
        (kind, _, message) = await EndOfAsync(Setup.Open(), Order());
        kind.ShouldBe(ErrorKind.CorruptOutput, message);
    }

    [Fact]
    public async Task A_download_that_breaks_off_can_be_repeated()
    {
        if (!Setup.Downloads)
            return;
        var provider = Setup.Open();
        foreach (var operation in Operations)
        {
            var request = Order(operation);
            Setup.Api.Faults.Next(Fault.CutDownload);
            var job = (await provider.SubmitAsync(request, CancellationToken.None)).ShouldBeOfType<SubmitAnswer.Job>();
            (await Should.ThrowAsync<ProviderException>(() => FinishAsync(provider, job.Id, request))).IsTransient.ShouldBeTrue();
            (await FinishAsync(provider, job.Id, request)).File.ShouldNotBeNull();
        }
    }
}
