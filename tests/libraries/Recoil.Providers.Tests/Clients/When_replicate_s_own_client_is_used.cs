using Recoil.Providers.Emulators.Replicate;

namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
[Needs(Need.Ffmpeg)]
public sealed class When_replicate_s_own_client_is_used
{
    [Fact]
    public async Task The_emulator_is_replicate_to_it()
    {
        var seen = await VendorClient.RunAsync("replicate", "replicate", "REPLICATE_API_TOKEN");

        seen.GetProperty("states").EnumerateArray().Select(state => state.GetString()).ShouldBe(["starting", "processing", "succeeded"]);
        seen.GetProperty("created").GetString().ShouldBe("starting");
        seen.GetProperty("cancelled").GetString().ShouldBe("aborted");
        seen.GetProperty("isListed").GetBoolean().ShouldBeTrue();
        seen.GetProperty("listed").GetInt32().ShouldBe(3);
        seen.GetProperty("secret").GetString().ShouldBe(ReplicateEmulator.WebhookSecret);
        seen.GetProperty("account").GetString().ShouldBe("emulated-film");
        seen.GetProperty("picture").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("clip").GetString().ShouldBe("mp4");

        Error("no_funds").ShouldBe(("ApiError", 402));
        Error("invalid_request").ShouldBe(("ApiError", 422));
        Error("bad_key").ShouldBe(("ApiError", 401));
        Error("model").ShouldBe(("ApiError", 404));
        Error("refused_result").ShouldBe(("Error", null));
        seen.GetProperty("errors").GetProperty("refused_result").GetProperty("message").GetString()!.ShouldContain("(E005)");
        Error("failed_result").ShouldBe(("Error", null));

        (string?, int?) Error(string of)
        {
            var error = seen.GetProperty("errors").GetProperty(of);
            return (error.GetProperty("type").GetString(), error.GetProperty("status").ValueKind == System.Text.Json.JsonValueKind.Number ? error.GetProperty("status").GetInt32() : null);
        }
    }
}
