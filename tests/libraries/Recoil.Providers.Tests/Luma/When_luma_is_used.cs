using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Tests.Luma;

/// <summary>Luma's Agents API with its emulator.</summary>
public sealed class LumaAccount() : EmulatedAccount("luma")
{
    // Its price is not known here, so that no model comes with the program.
    private static readonly ModelProfile s_clips = new()
    {
        Provider = "luma",
        Id = "ray-3.2",
        CostPerSecond = 1,
        AspectRatios = ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"],
        Durations = [5, 10],
        TakesSeed = false,
        MaxPromptLength = 6000,
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["resolution"] = "720p" },
    };

    public override bool RenewsAddresses => true;

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.ImageT2i ? ModelProfiles.BuiltIn.Find("luma-uni-1") : s_clips;

    /// <summary>Content is refused in the generation.</summary>
    public override bool Has(Fault fault) => fault != Fault.RefusedContent;
}

public sealed class When_a_take_is_ordered : When_a_take_is_ordered<LumaAccount>;

public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<LumaAccount>;

public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<LumaAccount>;

public sealed class When_luma_is_special : ProviderTest<LumaAccount>
{
    [Fact]
    public async Task Frames_and_ten_seconds_do_not_go_together()
    {
        GenerationRequest[] misfits =
        [
            Order(Operation.VideoI2v, take => take with { Duration = 10 }),
            Order(Operation.VideoI2v, take => take with { Duration = 10, StartFrame = null, EndFrame = Picture() }),
            Order(Operation.VideoI2v, take => take with { Duration = 7 }),
            Order(Operation.VideoI2v, take => take with { AspectRatio = "2:3" }),
        ];
        foreach (var misfit in misfits)
            (await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(misfit, CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidRequest);
        Setup.Api.Submits.ShouldBe(0);

        (await MakeAsync(Setup.Open(), Order(Operation.VideoI2v, take => take with { Duration = 10, StartFrame = null }))).File.ShouldNotBeNull();
        Setup.Api.Bought.Values.Single().Order.Seconds.ShouldBe(10);
    }

    [Fact]
    public async Task The_prompt_says_what_a_reference_is_for()
    {
        await Setup.Open().SubmitAsync(Order(Operation.ImageT2i, take => take with { SceneRefPath = Picture() }), CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.Prompt.ShouldContain("Reference picture 2 shows the scene");
    }

    [Fact]
    public async Task Our_request_id_is_told_with_an_error()
    {
        var request = Order();
        Setup.Api.Faults.Next(Fault.NoFunds);
        (await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(request, CancellationToken.None))).Message.ShouldContain(request.Take.TakeId.ToString());
    }
}
