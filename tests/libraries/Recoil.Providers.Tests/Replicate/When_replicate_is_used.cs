using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Tests.Replicate;

/// <summary>Replicate with its emulator. The picture model takes a seed here, so that its jobs can be looked up, too.</summary>
public sealed class ReplicateAccount() : EmulatedAccount("replicate")
{
    public override bool Has(Fault fault) => fault != Fault.RefusedContent;

    public override ModelProfile? ModelOf(Operation operation) =>
        ModelProfiles.BuiltIn.Find(operation == Operation.ImageT2i ? "replicate-nano-banana-pro" : "replicate-seedance-1-pro")! with { TakesSeed = true };
}

[Needs(Need.Ffmpeg)]
public sealed class When_a_take_is_ordered : When_a_take_is_ordered<ReplicateAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<ReplicateAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<ReplicateAccount>;
