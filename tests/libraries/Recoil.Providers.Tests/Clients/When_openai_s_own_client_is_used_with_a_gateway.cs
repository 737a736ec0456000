namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
[Needs(Need.Ffmpeg)]
public sealed class When_openai_s_own_client_is_used_with_a_gateway
{
    [Fact]
    public async Task The_emulator_is_compatible_to_it()
    {
        var seen = await VendorClient.RunAsync("openai-compatible", "openai", "OPENAI_API_KEY");

        seen.GetProperty("bytes").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("address").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("states").EnumerateArray().Select(state => state.GetString()).ShouldBe(["queued", "in_progress", "completed"]);
        seen.GetProperty("content").GetString().ShouldBe("mp4");
        seen.GetProperty("refused").GetString().ShouldBe("moderation_blocked");
        seen.GetProperty("listed").GetInt32().ShouldBe(2);
        seen.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        seen.GetProperty("gone").GetProperty("type").GetString().ShouldBe("NotFoundError");
    }
}
