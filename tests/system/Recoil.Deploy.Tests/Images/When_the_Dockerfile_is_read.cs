using System.Text.Json;
using System.Text.RegularExpressions;
using Recoil.Local.Processes;

namespace Recoil.Deploy.Tests.Images;

public sealed class When_the_Dockerfile_is_read
{
    private const string Command = "recoil";

    [Fact]
    public void Should_have_an_image_for_each_service_and_the_command()
    {
        Dockerfile.Images.Select(image => Path.GetFileName(image.EntryPoint[1])).ShouldBe(
            [.. ServiceName.All.Select(service => $"{service}.dll"), "recoil.dll"], ignoreOrder: true);
    }

    [Fact]
    public void Should_publish_what_the_images_hold_and_nothing_else()
    {
        using var filter = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra", "docker", "images.slnf")));
        var published = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(project => project.GetString()!);
        published.Select(Path.GetFileNameWithoutExtension).ShouldBe(
            Dockerfile.Images.Select(image => image.Program.Split('/')[4]), ignoreOrder: true);
    }

    [Fact]
    public void Should_pin_a_version_of_every_foreign_image() =>
        Dockerfile.Foreign.ShouldAllBe(image => Regex.IsMatch(image, @":\d+\.\d+", RegexOptions.None, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Should_start_every_image_without_a_shell_and_without_root()
    {
        foreach (var image in Dockerfile.Images)
        {
            image.EntryPoint[0].ShouldBe("dotnet");
            image.User.ShouldBe("$APP_UID", image.Target);
            image.StopSignal.ShouldBe("SIGTERM", image.Target);
        }
    }

    [Fact]
    public void Should_ask_every_service_for_its_health_by_its_own_program()
    {
        foreach (var image in Dockerfile.Images.Where(image => image.Target != Command))
            image.HealthCheck.ShouldBe([.. image.EntryPoint, "health"], image.Target);
    }

    [Fact]
    public void Should_collect_garbage_as_the_recoil_script_does()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "recoil"));
        var set = Regex.Match(script, @"DOTNET_GCgen0size:-(?<size>\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["size"].Value;
        foreach (var image in Dockerfile.Images)
            image.Environment["DOTNET_GCgen0size"].ShouldBe(set, image.Target);
    }

    [Theory]
    [InlineData("generator")]
    [InlineData("critic")]
    [InlineData(Command)]
    public void Should_bring_what_pictures_are_made_with(string target)
    {
        var commands = string.Join(' ', Dockerfile.ImageOf(target).Commands);
        commands.ShouldContain("--no-install-recommends ffmpeg fonts-dejavu-core");
    }
}
