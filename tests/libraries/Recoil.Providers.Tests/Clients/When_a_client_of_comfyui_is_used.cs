namespace Recoil.Providers.Tests.Clients;

[Needs(Need.Process)]
public sealed class When_a_client_of_comfyui_is_used
{
    [Fact]
    public async Task The_emulator_is_comfyui_to_it()
    {
        var seen = await VendorClient.RunAsync("comfyui", "@stable-canvas/comfyui-client", "COMFYUI_API_KEY");

        seen.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        seen.GetProperty("keyframe").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("reference").GetString()!.ShouldStartWith("png ");
        seen.GetProperty("clip").GetString().ShouldBe("mp4");
        (seen.GetProperty("uploaded").GetString(), seen.GetProperty("renamed").GetString()).ShouldBe(("reference.png", "reference (1).png"));
        seen.GetProperty("history").GetInt32().ShouldBe(4);

        string.Join(' ', seen.GetProperty("errors").EnumerateObject().Select(error => error.Name)).ShouldBe("model picture failed unknown");
        Message("model").ShouldContain("400 Bad Request");
        Message("picture").ShouldContain("400 Bad Request");
        Message("failed").ShouldContain("status: error");
        Message("unknown").ShouldContain("not found in history");

        string Message(string of) => seen.GetProperty("errors").GetProperty(of).GetProperty("message").GetString()!;
    }
}
