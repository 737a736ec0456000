namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
public sealed class When_gemini_s_own_client_makes_clips
{
    [Fact]
    public async Task The_emulator_is_gemini_to_it()
    {
        var seen = await VendorClient.RunAsync("gemini", "@google/genai", "GEMINI_API_KEY", script: "gemini-clips");

        seen.GetProperty("ordered").GetString().ShouldBe("in_progress");
        seen.GetProperty("status").GetString().ShouldBe("completed");
        seen.GetProperty("video").GetBoolean().ShouldBeTrue("the client finds the clip where the adapter does");
        seen.GetProperty("clip").GetString().ShouldBe("mp4");
        seen.GetProperty("tokens").GetInt32().ShouldBe(5 * 5792);
        seen.GetProperty("refused").ToString().ShouldBe("""{"status":"failed","code":"content_blocked"}""");
        seen.GetProperty("cancelled").GetString().ShouldBe("cancelled");

        string.Join(' ', seen.GetProperty("errors").EnumerateObject().Select(error => $"{error.Name}={error.Value.GetProperty("type")}{error.Value.GetProperty("status")}")).ShouldBe(
            "no_funds=APIError402 bad_key=BadRequestError400 rate_limited=RateLimitError429 invalid_request=BadRequestError400 model=NotFoundError404 duration=BadRequestError400");
    }
}
