namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
public sealed class When_runway_s_own_client_is_used
{
    [Fact]
    public async Task The_emulator_is_runway_to_it()
    {
        var seen = await VendorClient.RunAsync("runway", "@runwayml/sdk", "RUNWAYML_API_SECRET");

        seen.GetProperty("balance").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("estimated").GetInt32().ShouldBe(25);
        seen.GetProperty("clip").ToString().ShouldBe("""{"status":"SUCCEEDED","credits":25,"file":"mp4"}""");
        seen.GetProperty("picture").GetProperty("file").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("refused").ToString().ShouldBe("""{"status":"FAILED","code":"SAFETY.INPUT.TEXT","credits":0}""");
        seen.GetProperty("failed").GetProperty("code").GetString().ShouldBe("INTERNAL");
        seen.GetProperty("cancelled").GetString().ShouldBe("CANCELLED");

        var errors = seen.GetProperty("errors");
        string.Join(' ', errors.EnumerateObject().Select(error => $"{error.Name}={error.Value.GetProperty("type")}{error.Value.GetProperty("status")}")).ShouldBe(
            "no_funds=BadRequestError400 bad_key=AuthenticationError401 rate_limited=RateLimitError429 unavailable=InternalServerError503 "
            + "invalid_request=BadRequestError400 ratio=BadRequestError400 task=NotFoundError404");
        errors.GetProperty("no_funds").GetProperty("message").GetString()!.ShouldContain("enough credits");
    }
}
