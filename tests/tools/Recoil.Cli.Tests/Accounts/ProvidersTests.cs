using System.Text.Json.Nodes;
using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Cli.Tests.Accounts;

/// <summary>Accounts at providers, as somebody meets them who has no key, a wrong key or a right one.</summary>
public sealed class ProvidersTests : IDisposable
{
    private const string Models = """
        {"models":{
          "stills":{"provider":"gemini","id":"gemini-3-pro-image","cost_per_image":0.1,"prices_read":"2026-11-26","aspect_ratios":["16:9","21:9"],"max_prompt_length":20,"takes_seed":false},
          "animatic-keyframe":{"provider":"animatic","cost_per_image":0.04}
        }}
        """;

    private readonly Invocation _recoil = new();

    public ProvidersTests()
    {
        _recoil.Folder.Write("models.json", Models);
        _recoil.Folder.Write("key", $"{EmulatedProvider.Key}\n");
    }

    public void Dispose() => _recoil.Dispose();

    [Fact]
    public async Task They_are_listed_with_their_keys_limits_and_prices()
    {
        Accounts("""{"gemini":{"key_file":"key","jobs":4,"submits_per_minute":60},"second":{"type":"gemini","key_env":"RECOIL_TEST_NO_SUCH_KEY"}}""");
        (await _recoil.RecoilAsync(["providers", "list", "--providers", "providers.json", "--models", "models.json"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.Split('\n').ShouldBe(
            [
                "account  provider  key                                 limits                  address",
                "gemini   gemini    set                                 4 at once, 60 a minute  https://generativelanguage.googleapis.com/",
                "second   gemini    RECOIL_TEST_NO_SUCH_KEY is not set  none                    https://generativelanguage.googleapis.com/",
                "",
                "model   account  a picture  a second  a judgement  prices read",
                "stills  gemini       $0.10         -            -  2026-11-26",
                "",
            ]);
    }

    [Fact]
    public async Task One_that_has_a_key_is_asked_for_what_costs_nothing()
    {
        await using var server = await EmulatorServer.StartAsync(new PlainPictures());
        _recoil.Folder.Write("wrong-key", "no-key-at-all");
        Accounts($$"""
            {
              "gemini":{"base_url":"{{server.Address}}gemini","key_file":"key"},
              "wrong":{"type":"gemini","base_url":"{{server.Address}}gemini","key_file":"wrong-key"},
              "away":{"type":"gemini","base_url":"http://127.0.0.1:1","key_file":"key"},
              "unset":{"type":"gemini","key_file":"no-such-file"}
            }
            """);
        (await _recoil.RecoilAsync(["providers", "check", "--providers", "providers.json", "--json"])).ShouldBe(ExitCode.Failed);

        var accounts = JsonNode.Parse(_recoil.Out)!.AsArray();
        accounts.Select(account => (account!["account"]!.GetValue<string>(), account["works"]?.GetValue<bool>())).ShouldBe([("gemini", true), ("wrong", false), ("away", false), ("unset", null)]);
        accounts[1]!["says"]!.GetValue<string>().ShouldStartWith("invalid_credentials: ");
        accounts[2]!["says"]!.GetValue<string>().ShouldStartWith("unavailable: ");
        _recoil.Out.ShouldNotContain(EmulatedProvider.Key);
        _recoil.Out.ShouldNotContain("no-key-at-all");
        server.Providers.Single(provider => provider.Name == "gemini").Bought.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_whose_model_has_no_key_here_is_refused_before_it_starts()
    {
        Accounts("""{"gemini":{"key_file":"no-such-file"}}""");
        Plan("16:9");
        (await _recoil.RecoilAsync(["run", "plan.json", "--models", "models.json", "--providers", "providers.json"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[0].ShouldBe(
            $"plan.json: $.model: \"stills\" needs the account gemini: {_recoil.Folder["no-such-file"]} holds no key or cannot be read. Mend that, or use animatic-keyframe.");
        _recoil.HostOptions.ShouldBeNull();
    }

    [Fact]
    public async Task An_estimate_needs_no_key()
    {
        Accounts("""{"gemini":{"key_file":"no-such-file"}}""");
        Plan("16:9");
        (await _recoil.RecoilAsync(["estimate", "plan.json", "--models", "models.json", "--providers", "providers.json"])).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_an_error_and_what_it_does_a_little_differently_is_said()
    {
        Accounts("""{"gemini":{"key_file":"key"}}""");
        Plan("4:3", prompt: "a prompt that is far too long");
        (await _recoil.RecoilAsync(["run", "plan.json", "--models", "models.json", "--providers", "providers.json"])).ShouldBe(ExitCode.Usage);
        _recoil.ErrorLines.ShouldBe(
            [
                "plan.json: $.shots[0].aspect_ratio: stills does not make 4:3. Use 16:9 or 21:9.",
                "plan.json: $.shots[0].prompt: stills takes prompts of 20 characters at most, not 29. Shorten it.",
            ]);

        Plan("239:100");
        (await _recoil.RecoilAsync(["run", "plan.json", "--models", "models.json", "--providers", "providers.json"])).ShouldBe(ExitCode.Ok);
        _recoil.Error.ShouldContain("SH010: stills makes 239:100 as 21:9, which is as good as the same.");
        _recoil.Error.ShouldContain("stills takes no seed: the same shot gives another picture every time.");
    }

    [Fact]
    public async Task With_emulators_a_run_needs_neither_file_nor_key()
    {
        Plan("16:9");
        (await _recoil.RecoilAsync(["run", "plan.json", "--models", "models.json", "--emulators"])).ShouldBe(ExitCode.Ok);

        var account = _recoil.HostOptions!.Accounts.All.Single(account => account.Name == "gemini");
        account.BaseUrl.IsLoopback.ShouldBeTrue();
        account.Key.Absence.ShouldBeNull();
    }

    [Fact]
    public void The_example_is_a_providers_file() => Providers.Accounts.ProviderAccounts.Read(Repository.PathOf("examples", "providers.json")).All
        .Select(account => account.Name).ShouldBe(["gemini", "kling", "kling-night", "openai", "gateway"]);

    [Theory]
    [InlineData("""{"gemini":{"key_env":"A","key_file":"b"}}""", "$.accounts.gemini.key_file: the key is in the environment or in a file, not in both.")]
    [InlineData("""{"mine":{}}""", "$.accounts.mine.type: \"mine\" is no provider. Known: ")]
    [InlineData("""{"gemini":{"base_url":"ftp://x"}}""", "$.accounts.gemini.base_url: \"ftp://x\" is no address. Write it as https://host/path.")]
    [InlineData("""{"gemini":{"jobs":0}}""", "$.accounts.gemini.jobs: give 1 or more, or leave it out for no limit.")]
    [InlineData("""{"gemini":{"settings":{"x":"y"}}}""", "$.accounts.gemini.settings.x: ")]
    [InlineData("""{"a b":{"type":"gemini"}}""", "$.accounts.a b: an account's name has letters, digits, dots, hyphens and underscores only.")]
    [InlineData("{}", "$.accounts: empty. Name at least one account.")]
    public async Task A_mistake_in_the_file_is_one_line(string accounts, string line)
    {
        Accounts(accounts);
        (await _recoil.RecoilAsync(["providers", "list", "--providers", "providers.json"])).ShouldBe(ExitCode.Usage);
        _recoil.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"--providers: {_recoil.Folder["providers.json"]}: {line}");
    }

    private void Accounts(string accounts) => _recoil.Folder.Write("providers.json", $$"""{"accounts":{{accounts}}}""");

    private void Plan(string ratio, string prompt = "A lighthouse.") => _recoil.Folder.Write(
        "plan.json",
        $$"""{"project":"p","run_id":"r1","model":"stills","budget":{"episode_cap":5},"shots":[{"shot_id":"SH010","prompt":"{{prompt}}","aspect_ratio":"{{ratio}}"}]}""");
}
