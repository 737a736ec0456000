using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;

namespace Recoil.Providers.Tests.Gemini;

/// <summary>The Gemini API with its emulator.</summary>
public sealed class GeminiAccount() : EmulatedAccount("gemini")
{
    public override bool Downloads => false;

    public override CostSource? CostSource => Contracts.CostSource.Computed;

    public override ErrorKind FailedKind => ErrorKind.CorruptOutput;

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.ImageT2i ? ModelProfiles.BuiltIn.Find("gemini-3-pro-image") : null;
}

public sealed class When_a_take_is_ordered : When_a_take_is_ordered<GeminiAccount>;

public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<GeminiAccount>;

public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<GeminiAccount>;
