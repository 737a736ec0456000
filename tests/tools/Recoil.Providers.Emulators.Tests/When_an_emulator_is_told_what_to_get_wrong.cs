using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Gemini;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Tests;

/// <summary>A prompt, a program or chance says what goes wrong, and what was sold is counted.</summary>
public sealed class When_an_emulator_is_told_what_to_get_wrong : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync(new PlainPictures());
        _http = new HttpClient { BaseAddress = _server.Address };
        _http.DefaultRequestHeaders.Add("x-goog-api-key", EmulatedProvider.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_directive_in_the_prompt_counts_the_takes_of_its_shot()
    {
        const string First = "A quay [emulate A: content_filter, none, corrupt*]", Second = "A quay [emulate B: none]";
        (await OrderAsync(First)).ShouldBe("refused");
        (await OrderAsync(Second)).ShouldBe("whole");
        (await OrderAsync(First)).ShouldBe("whole");
        (await OrderAsync(First)).ShouldBe("cut");
        (await OrderAsync(First)).ShouldBe("cut");
        _server.Of<GeminiEmulator>().Bought.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_program_can_plan_faults_and_read_what_was_bought()
    {
        (await _http.PostAsJsonAsync("emulator/gemini/faults", new { next = "truncated_file", times = 2 })).EnsureSuccessStatusCode();
        (await OrderAsync("A quay")).ShouldBe("cut");
        (await OrderAsync("A pier")).ShouldBe("cut");
        (await OrderAsync("A boat")).ShouldBe("whole");

        var bought = (await _http.GetFromJsonAsync<JsonArray>("emulator/gemini/bought"))!;
        bought.Select(job => (job!["prompt"]!.GetValue<string>(), job["fault"]!.GetValue<string>()))
            .ShouldBe([("A quay", "truncated_file"), ("A pier", "truncated_file"), ("A boat", "none")]);
    }

    [Fact]
    public void By_chance_as_often_as_said()
    {
        var plan = new FaultPlan();
        plan.ByChance(1, new Dictionary<Fault, double> { [Fault.CutAfter] = 0.2, [Fault.RateLimited] = 0.1 });
        var drawn = Enumerable.Range(0, 10_000).Select(_ => plan.Take()).ToList();
        drawn.Count(fault => fault == Fault.CutAfter).ShouldBeInRange(1800, 2200);
        drawn.Count(fault => fault == Fault.RateLimited).ShouldBeInRange(850, 1150);
        drawn.Count(fault => fault == Fault.None).ShouldBe(10_000 - drawn.Count(fault => fault is Fault.CutAfter or Fault.RateLimited));
    }

    [Fact]
    public void Every_emulator_has_an_account_that_opens_it()
    {
        var file = Path.Combine(Path.GetTempPath(), $"recoil-{Guid.NewGuid():N}.json");
        try
        {
            EmulatedAccounts.Write(_server.Address, file);
            var written = Accounts.ProviderAccounts.Read(file);
            written.All.Select(account => account.Name).ShouldBe(_server.Providers.Select(provider => provider.Name));
            written.All.ShouldAllBe(account => account.Key.Read() == EmulatedProvider.Key && account.BaseUrl.AbsoluteUri.StartsWith(new Uri(_server.Address, account.Name).AbsoluteUri, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
            File.Delete(Path.ChangeExtension(file, ".key"));
        }
    }

    private async Task<string> OrderAsync(string prompt)
    {
        var body = new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = prompt }) }),
            ["generationConfig"] = new JsonObject { ["responseModalities"] = new JsonArray("IMAGE"), ["imageConfig"] = new JsonObject { ["aspectRatio"] = "16:9" } },
        };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("gemini/v1beta/models/gemini-3-pro-image:generateContent", content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (answer["promptFeedback"] is not null)
            return "refused";
        var bytes = Convert.FromBase64String(answer["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(part => part!["inlineData"]).OfType<JsonObject>().Single()["data"]!.GetValue<string>());
        return bytes.AsSpan().EndsWith((ReadOnlySpan<byte>)[0xAE, 0x42, 0x60, 0x82]) ? "whole" : "cut";
    }
}
