namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
[Needs(Need.Ffmpeg)]
public sealed class When_fal_s_own_client_is_used
{
    [Fact]
    public async Task The_emulator_is_fal_to_it()
    {
        var seen = await VendorClient.RunAsync("fal", "@fal-ai/client", "FAL_KEY");

        seen.GetProperty("states").EnumerateArray().Select(state => state.GetString()).ShouldBe(["IN_PROGRESS", "COMPLETED"]);
        seen.GetProperty("queued").GetString().ShouldBe("IN_QUEUE");
        seen.GetProperty("generated").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("edited").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("clip").GetString().ShouldBe("mp4");

        Error("no_funds").ShouldBe(("ApiError", 403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."));
        Error("invalid_request").ShouldBe(("ValidationError", 422, "missing"));
        Error("refused_result").ShouldBe(("ValidationError", 422, "content_policy_violation"));
        Error("bad_key").ShouldBe(("ApiError", 401, "No user found for Key ID and Secret"));
        Error("endpoint").ShouldBe(("ApiError", 404, "Application \"fal-ai/no-such-model\" not found"));
        seen.GetProperty("errors").GetProperty("too_late").GetProperty("status").GetInt32().ShouldBe(400);

        (string?, int, string?) Error(string of)
        {
            var error = seen.GetProperty("errors").GetProperty(of);
            var detail = error.GetProperty("detail");
            return (error.GetProperty("type").GetString(), error.GetProperty("status").GetInt32(),
                detail.ValueKind == System.Text.Json.JsonValueKind.Array ? detail[0].GetProperty("type").GetString() : detail.GetString());
        }
    }
}
