using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;

namespace Recoil.Providers.Tests.OpenAI;

/// <summary>OpenAI's Images API with its emulator.</summary>
public sealed class OpenAIAccount() : EmulatedAccount("openai")
{
    public override bool Downloads => false;

    public override CostSource? CostSource => Contracts.CostSource.Computed;

    public override ErrorKind FailedKind => ErrorKind.Unavailable;

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.ImageT2i ? ModelProfiles.BuiltIn.Find("gpt-image-2") : null;
}

public sealed class When_a_take_is_ordered : When_a_take_is_ordered<OpenAIAccount>;

public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<OpenAIAccount>;

public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<OpenAIAccount>;
