using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Tests.ComfyUI;

/// <summary>A ComfyUI server, emulated, whose hours cost something.</summary>
public sealed class ComfyUIAccount() : EmulatedAccount("comfyui")
{
    public override CostSource? CostSource => Contracts.CostSource.Computed;

    protected override IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(Api.AccountSettings, StringComparer.Ordinal) { ["usd_per_hour"] = "0.50" };

    public override ModelProfile? ModelOf(Operation operation) => ModelProfiles.BuiltIn.Find(operation == Operation.ImageT2i ? "comfyui-keyframe" : "comfyui-clip");

    /// <summary>A machine of one's own has no till, no quota and no opinion; it has no words of its own for being down.</summary>
    public override bool Has(Fault fault) => fault is not (Fault.RefusedContent or Fault.RefusedResult or Fault.NoFunds or Fault.RateLimited or Fault.Unavailable);
}

public sealed class When_a_take_is_ordered : When_a_take_is_ordered<ComfyUIAccount>;

public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<ComfyUIAccount>;

public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<ComfyUIAccount>;
