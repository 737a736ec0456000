using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;
using Recoil.Providers.OpenAI;

namespace Recoil.Providers.Tests.OpenAI;

public sealed class When_openai_says_no
{
    [Theory]
    [InlineData(400, """{"error":{"message":"Your request was rejected. safety_violations=[sexual].","type":"image_generation_user_error","param":null,"code":"moderation_blocked"}}""", ErrorKind.ContentFilter)]
    [InlineData(400, """{"error":{"message":"no","type":"invalid_request_error","code":"content_policy_violation"}}""", ErrorKind.ContentFilter)]
    [InlineData(400, """{"error":{"message":"Your request was rejected as a result of our safety system.","type":"invalid_request_error","code":null}}""", ErrorKind.ContentFilter)]
    [InlineData(400, """{"error":{"message":"Billing hard limit has been reached","type":"invalid_request_error","code":"billing_hard_limit_reached"}}""", ErrorKind.InsufficientFunds)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""", ErrorKind.InsufficientFunds)]
    [InlineData(429, """{"error":{"message":"no","type":"insufficient_quota","code":"project_spend_limit_exceeded"}}""", ErrorKind.InsufficientFunds)]
    [InlineData(429, """{"error":{"message":"no","type":"insufficient_quota","code":null}}""", ErrorKind.InsufficientFunds)]
    [InlineData(429, """{"error":{"message":"no","type":"requests","code":"rate_limit_exceeded"}}""", ErrorKind.RateLimited)]
    [InlineData(503, """{"error":{"message":"Slow down","type":"server_error","code":"slow_down"}}""", ErrorKind.Unavailable)]
    [InlineData(401, """{"error":{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}}""", ErrorKind.InvalidCredentials)]
    [InlineData(403, """{"error":{"message":"Your organization must be verified to use the model","type":"invalid_request_error","code":null}}""", ErrorKind.InvalidCredentials)]
    [InlineData(403, """{"error":{"message":"no access","type":"invalid_request_error","code":"model_not_found"}}""", ErrorKind.InvalidRequest)]
    [InlineData(400, """{"error":{"message":"Unknown parameter: 'response_format'.","type":"invalid_request_error","code":"unknown_parameter"}}""", ErrorKind.InvalidRequest)]
    [InlineData(402, """{"error":"pay"}""", ErrorKind.InsufficientFunds)]
    [InlineData(500, """{"error":{"message":"The server had an error","type":"server_error","code":null}}""", ErrorKind.Unavailable)]
    public void Its_words_are_understood(int status, string body, ErrorKind expected)
    {
        var error = Read(status, body).ShouldNotBeNull();
        error.Kind.ShouldBe(expected);
        error.IsAmbiguous.ShouldBeFalse();
    }

    [Fact]
    public void A_gateway_that_gave_up_may_have_passed_the_order_on() =>
        Read(504, """{"error":{"message":"timed out","type":"timeout"}}""").ShouldNotBeNull().IsAmbiguous.ShouldBeTrue();

    [Theory]
    [InlineData(502, """{"detail":"bad gateway"}""")]
    [InlineData(200, """{"id":"video_1","status":"failed","error":{"code":"internal","message":"no"}}""")]
    [InlineData(200, """{"data":[],"error":null}""")]
    public void What_is_no_error_of_the_answer_is_none(int status, string body) => Read(status, body).ShouldBeNull();

    [Theory]
    [InlineData("16:9", 1536, "1536x864")]
    [InlineData("9:16", 1536, "864x1536")]
    [InlineData("2.39:1", 1536, "1536x640")]
    [InlineData("1:1", 2048, "2048x2048")]
    [InlineData("16:9", 3840, "3840x2160")]
    [InlineData("1:1", 3840, null)]
    [InlineData("16:9", 1540, null)]
    [InlineData("4:1", 1536, null)]
    [InlineData("1:1", null, "1024x1024")]
    [InlineData("3:2", null, "1536x1024")]
    [InlineData("2:3", null, "1024x1536")]
    [InlineData("16:9", null, null)]
    [InlineData("wide", 1536, null)]
    public void A_ratio_becomes_a_size_that_it_makes(string ratio, int? longSide, string? size) => PictureSize.Of(ratio, longSide).ShouldBe(size);

    private static ProviderError? Read(int status, string body)
    {
        using var response = new HttpResponseMessage();
        return OpenAIErrors.Read(new ProviderAnswer(status, JsonElement.Parse(body), response.Headers, null));
    }
}
