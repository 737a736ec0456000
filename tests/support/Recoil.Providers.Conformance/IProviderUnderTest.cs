using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Conformance;

/// <summary>A provider with the emulator of its API.</summary>
public interface IProviderUnderTest : IAsyncLifetime
{
    /// <summary>The API.</summary>
    EmulatedProvider Api { get; }

    /// <summary>The model that a shot of this operation asks for; null when the provider makes no such takes.</summary>
    ModelProfile? ModelOf(Operation operation);

    /// <summary>A provider as another process would have it.</summary>
    /// <param name="key">The key that it uses.</param>
    /// <param name="submitTimeout">How long it waits for the answer to a submit.</param>
    /// <param name="isDown">Whether nobody listens at its address.</param>
    IGenerationProvider Open(string key = EmulatedProvider.Key, TimeSpan? submitTimeout = null, bool isDown = false);

    /// <summary>Whether the API renews the address of a result when it is asked again.</summary>
    bool RenewsAddresses { get; }

    /// <summary>Whether results are downloaded from an address.</summary>
    bool Downloads { get; }

    /// <summary>What a good take costs by the API's own word; null where it does not say.</summary>
    CostSource? CostSource { get; }

    /// <summary>Whether the API can go wrong in this way: some refuse content only in the result, and a machine of one's own has no till.</summary>
    bool Has(Fault fault) => true;

    /// <summary>What the API says of a job that failed without a reason.</summary>
    ErrorKind FailedKind => ErrorKind.Unknown;
}
