using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Accounts;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.OpenAI;

namespace Recoil.Providers.Tests.OpenAICompatible;

/// <summary>An endpoint that refuses content by an answer without a picture.</summary>
public sealed class EmptyAccount() : EmulatedAccount("openai-compatible")
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["moderation_empty"] = "true", ["response_format"] = "true" };

    public override ModelProfile? ModelOf(Operation operation) => new BytesAccount().ModelOf(operation);
}

public sealed class When_a_compatible_endpoint_refuses_by_silence : ProviderTest<EmptyAccount>
{
    [Fact]
    public async Task It_is_a_refusal()
    {
        Setup.Api.Faults.Next(Fault.EmptyResult);
        (await EndOfAsync(Setup.Open(), Order())).Kind.ShouldBe(ErrorKind.ContentFilter);
    }
}

public sealed class When_a_compatible_endpoint_takes_clips_as_JSON : ProviderTest<JsonClipsAccount>
{
    [Fact]
    public async Task The_length_is_a_number_and_the_first_frame_an_address()
    {
        await Setup.Open().SubmitAsync(Order(), CancellationToken.None);
        var (path, body) = ((OpenAIShapedEmulator)Setup.Api).Requests.Single();
        path.ShouldBe("/videos");
        body["duration"].ShouldNotBeNull().GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        body.ContainsKey("seconds").ShouldBeFalse();
        body["input_reference"]!["image_url"]!.GetValue<string>().ShouldStartWith("data:image/png;base64,");
    }

    [Fact]
    public void A_lost_clip_is_not_looked_for_where_there_is_no_list() => Setup.Open().Lookup.ShouldBe(JobLookup.Never);
}

public sealed class When_a_compatible_endpoint_lists_clips : ProviderTest<ClipsAccount>
{
    [Fact]
    public async Task The_length_is_a_text_as_at_openai()
    {
        await Setup.Open().SubmitAsync(Order(), CancellationToken.None);
        JsonNode.DeepEquals(((OpenAIShapedEmulator)Setup.Api).Requests.Single().Body["seconds"], "4").ShouldBeTrue();
    }

    [Fact]
    public async Task Two_clips_with_one_prompt_are_not_told_apart()
    {
        var (provider, request, since) = (Setup.Open(), Order(), DateTimeOffset.UtcNow);
        await provider.SubmitAsync(request, CancellationToken.None);
        (await provider.FindAsync(request, since, CancellationToken.None)).ShouldBe(Setup.Api.Bought.Keys.Single());
        await provider.SubmitAsync(request, CancellationToken.None);
        (await provider.FindAsync(request, since, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_last_frame_is_not_sent()
    {
        var (kind, submit, _) = await EndOfAsync(Setup.Open(), Order(change: take => take with { EndFrame = Picture() }));
        (kind, submit).ShouldBe((ErrorKind.InvalidRequest, Submit.Refused));
        Setup.Api.Submits.ShouldBe(0);
    }
}

public sealed class When_a_compatible_endpoint_is_set_up
{
    [Fact]
    public void A_setting_has_one_of_two_values()
    {
        var wrong = Should.Throw<InvalidProvidersFileException>(() => ProviderTypes.Open(Account("videos_list", "yes"), TimeProvider.System));
        wrong.Message.ShouldBe("$.accounts.gateway.settings.videos_list: \"yes\" is neither false nor true.");
    }

    [Fact]
    public void It_works_without_a_key() => ProviderTypes.Open(Account("videos_list", "true"), TimeProvider.System).Absence.ShouldBeNull();

    private static ProviderAccount Account(string setting, string value) => new()
    {
        Name = "gateway",
        Type = "openai-compatible",
        BaseUrl = new Uri("http://127.0.0.1:1/v1"),
        Key = ProviderTypes.Find("openai-compatible")!.UsualKey,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { [setting] = value },
    };
}
