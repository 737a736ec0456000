using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Tests.OpenAICompatible;

/// <summary>An endpoint that answers with a picture's bytes when it is told to.</summary>
public class BytesAccount() : EmulatedAccount("openai-compatible")
{
    public override bool Downloads => false;

    public override ErrorKind FailedKind => ErrorKind.Unavailable;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["response_format"] = "true" };

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.ImageT2i
        ? new ModelProfile
        {
            Provider = "openai-compatible",
            Id = "picture-1",
            CostPerImage = 0.02m,
            TakesSeed = false,
            Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["long_side"] = "1024" },
        }
        : null;
}

/// <summary>An endpoint that stores pictures elsewhere.</summary>
public sealed class AddressesAccount : BytesAccount
{
    public override bool Downloads => true;

    public override bool Has(Fault fault) => fault != Fault.PollUnavailable;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>An endpoint with clips, ordered with a form, which lists them.</summary>
public class ClipsAccount() : EmulatedAccount("openai-compatible")
{
    public override bool RenewsAddresses => true;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["videos_list"] = "true" };

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.VideoI2v
        ? new ModelProfile { Provider = "openai-compatible", Id = "clip-1", CostPerSecond = 0.1m, TakesSeed = false, TakesEndFrame = false, Durations = [4, 8, 12], AspectRatios = ["16:9", "9:16"] }
        : null;
}

/// <summary>An endpoint with clips that differs in all settings.</summary>
public sealed class JsonClipsAccount : ClipsAccount
{
    protected override IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["videos_form"] = "false", ["seconds_field"] = "duration" };
}

public sealed class When_bytes_are_ordered : When_a_take_is_ordered<BytesAccount>;

public sealed class When_a_submit_for_bytes_goes_wrong : When_a_submit_goes_wrong<BytesAccount>;

public sealed class When_bytes_go_wrong : When_a_result_goes_wrong<BytesAccount>;

public sealed class When_addresses_are_ordered : When_a_take_is_ordered<AddressesAccount>;

public sealed class When_a_submit_for_addresses_goes_wrong : When_a_submit_goes_wrong<AddressesAccount>;

public sealed class When_addresses_go_wrong : When_a_result_goes_wrong<AddressesAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_clips_are_ordered : When_a_take_is_ordered<ClipsAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_submit_for_clips_goes_wrong : When_a_submit_goes_wrong<ClipsAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_clips_go_wrong : When_a_result_goes_wrong<ClipsAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_clips_are_ordered_with_JSON : When_a_take_is_ordered<JsonClipsAccount>;

[Needs(Need.Ffmpeg)]
public sealed class When_a_submit_for_clips_with_JSON_goes_wrong : When_a_submit_goes_wrong<JsonClipsAccount>;
