using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Tests.Fal;

/// <summary>fal's queue with its emulator.</summary>
public sealed class FalAccount() : EmulatedAccount("fal")
{
    public override CostSource? CostSource => Contracts.CostSource.Computed;

    public override ErrorKind FailedKind => ErrorKind.Unavailable;

    protected override IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook_keys"] = $"{Address}/.well-known/jwks.json" };

    public override bool Has(Fault fault) => fault != Fault.RefusedContent;

    public override ModelProfile? ModelOf(Operation operation) =>
        ModelProfiles.BuiltIn.Find(operation == Operation.ImageT2i ? "fal-nano-banana-pro" : "fal-kling-v3-pro");
}

[Needs(Need.Ffmpeg)]
public sealed class When_a_take_is_ordered : When_a_take_is_ordered<FalAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<FalAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<FalAccount>;
