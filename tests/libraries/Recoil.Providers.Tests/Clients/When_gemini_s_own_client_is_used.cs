namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
public sealed class When_gemini_s_own_client_is_used
{
    [Fact]
    public async Task The_emulator_is_gemini_to_it()
    {
        var seen = await VendorClient.RunAsync("gemini", "@google/genai", "GEMINI_API_KEY");

        seen.GetProperty("models").EnumerateArray().Select(model => model.GetString()).ShouldContain("models/gemini-3-pro-image", StringComparer.Ordinal);
        seen.GetProperty("generated").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("generatedTokens").GetInt32().ShouldBe(1120);
        seen.GetProperty("refused").GetString().ShouldBe("IMAGE_SAFETY");
        seen.GetProperty("blocked").GetString().ShouldBe("PROHIBITED_CONTENT");

        string.Join(' ', seen.GetProperty("errors").EnumerateObject().Select(error => $"{error.Name}={error.Value.GetProperty("type")}{error.Value.GetProperty("status")}")).ShouldBe(
            "no_funds=ApiError402 bad_key=ApiError400 rate_limited=ApiError429 unavailable=ApiError503 invalid_request=ApiError400 model=ApiError404");
    }
}
