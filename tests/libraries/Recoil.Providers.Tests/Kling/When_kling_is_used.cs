using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;

namespace Recoil.Providers.Tests.Kling;

/// <summary>Kling's first API with its emulator.</summary>
public sealed class KlingV1Account() : EmulatedAccount("kling")
{
    public override CostSource? CostSource => Contracts.CostSource.Computed;

    public override ModelProfile? ModelOf(Operation operation) => ModelProfiles.BuiltIn.Find(operation == Operation.ImageT2i ? "kling-image-o1" : "kling-v3");
}

/// <summary>Kling's API 2.0 with its emulator.</summary>
public sealed class Kling2Account() : EmulatedAccount("kling")
{
    public override CostSource? CostSource => Contracts.CostSource.Reported;

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.VideoI2v ? ModelProfiles.BuiltIn.Find("kling-3.0") : null;
}

public sealed class When_a_take_is_ordered_by_v1 : When_a_take_is_ordered<KlingV1Account>;

public sealed class When_a_submit_by_v1_goes_wrong : When_a_submit_goes_wrong<KlingV1Account>;

public sealed class When_a_result_of_v1_goes_wrong : When_a_result_goes_wrong<KlingV1Account>;

public sealed class When_a_take_is_ordered_by_2 : When_a_take_is_ordered<Kling2Account>;

public sealed class When_a_submit_by_2_goes_wrong : When_a_submit_goes_wrong<Kling2Account>;

public sealed class When_a_result_of_2_goes_wrong : When_a_result_goes_wrong<Kling2Account>;
