namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
public sealed class When_openai_s_own_client_is_used
{
    [Fact]
    public async Task The_emulator_is_openai_to_it()
    {
        var seen = await VendorClient.RunAsync("openai", "openai", "OPENAI_API_KEY");

        seen.GetProperty("models").EnumerateArray().Select(model => model.GetString()).ShouldContain("gpt-image-2", StringComparer.Ordinal);
        seen.GetProperty("generated").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("generatedTokens").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("edited").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("editedImageTokens").GetInt32().ShouldBe(516);

        Error("refused_content").ShouldBe(("BadRequestError", 400, "moderation_blocked"));
        Error("refused_result").ShouldBe(("BadRequestError", 400, "moderation_blocked"));
        Error("no_funds").ShouldBe(("BadRequestError", 400, "billing_hard_limit_reached"));
        Error("rate_limited").ShouldBe(("RateLimitError", 429, "rate_limit_exceeded"));
        seen.GetProperty("errors").GetProperty("rate_limited").GetProperty("retryAfter").GetString().ShouldBe("1");
        Error("unavailable").ShouldBe(("InternalServerError", 503, "server_is_overloaded"));
        Error("failed_result").ShouldBe(("InternalServerError", 500, null));
        Error("bad_key").ShouldBe(("AuthenticationError", 401, "invalid_api_key"));
        Error("response_format").ShouldBe(("BadRequestError", 400, "unknown_parameter"));
        Error("model").ShouldBe(("NotFoundError", 404, "model_not_found"));

        (string?, int, string?) Error(string of)
        {
            var error = seen.GetProperty("errors").GetProperty(of);
            return (error.GetProperty("type").GetString(), error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString());
        }
    }
}
