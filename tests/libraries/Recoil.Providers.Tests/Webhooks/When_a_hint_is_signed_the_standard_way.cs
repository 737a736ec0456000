using System.Text;
using Recoil.Contracts;
using Recoil.Providers.Webhooks;

namespace Recoil.Providers.Tests.Webhooks;

/// <summary>With the example in Kling's documents.</summary>
public sealed class When_a_hint_is_signed_the_standard_way
{
    private const string Secret = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";
    private const string Signature = "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=";
    private const string Body = """{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}""";

    private static readonly DateTimeOffset s_signed = DateTimeOffset.FromUnixTimeSeconds(1781080794);

    [Fact]
    public void It_is_genuine() => StandardSignature.IsGenuine(Secret, Hint()).ShouldBeTrue();

    [Fact]
    public void It_is_genuine_beside_the_signature_of_another_secret() =>
        StandardSignature.IsGenuine(Secret, Hint(signature: $"v1,bm90IG91cnM= {Signature}")).ShouldBeTrue();

    [Theory]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void It_counts_for_five_minutes(int seconds, bool genuine) => StandardSignature.IsGenuine(Secret, Hint(at: s_signed.AddSeconds(seconds))).ShouldBe(genuine);

    [Fact]
    public void Nothing_of_it_can_be_changed()
    {
        StandardSignature.IsGenuine(Secret, Hint(body: Body.Replace("succeeded", "failed", StringComparison.Ordinal))).ShouldBeFalse();
        StandardSignature.IsGenuine(Secret, Hint(id: "9876543211")).ShouldBeFalse();
        StandardSignature.IsGenuine(Secret, Hint(timestamp: "1781080795")).ShouldBeFalse();
        StandardSignature.IsGenuine(Secret, Hint(signature: "v1,")).ShouldBeFalse();
        StandardSignature.IsGenuine("whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTM=", Hint()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void It_is_not_without_one_of_its_headers(string missing)
    {
        var hint = Hint();
        StandardSignature.IsGenuine(Secret, hint with { Headers = hint.Headers.Where(header => header.Key != missing).ToDictionary(StringComparer.Ordinal) }).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_genuine_without_a_secret() => StandardSignature.IsGenuine("", Hint()).ShouldBeFalse();

    [Fact]
    public void A_secret_that_is_none_is_told_without_it()
    {
        var wrong = Should.Throw<ProviderException>(() => StandardSignature.IsGenuine("whsec_not base64!", Hint()));
        wrong.Kind.ShouldBe(ErrorKind.InvalidCredentials);
        wrong.ToString().ShouldNotContain("not base64!");
    }

    [Fact]
    public void Header_names_are_compared_without_case()
    {
        var hint = Hint();
        StandardSignature.IsGenuine(Secret, hint with { Headers = hint.Headers.ToDictionary(header => header.Key.ToUpperInvariant(), header => header.Value, StringComparer.Ordinal) }).ShouldBeTrue();
    }

    private static ProviderHint Hint(string id = "9876543210", string timestamp = "1781080794", string signature = Signature, string body = Body, DateTimeOffset? at = null) => new(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook-id"] = id, ["webhook-timestamp"] = timestamp, ["webhook-signature"] = signature },
        Encoding.UTF8.GetBytes(body), at ?? s_signed);
}
