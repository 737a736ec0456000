using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Local.Tests;

public sealed class When_the_processes_of_a_folder_are_stored : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_read_again()
    {
        var services = Services() with { Processes = [new ServiceProcess("Recoil.Generator", 2, 4711, "http://127.0.0.1:15001", "generator.log")] };

        services.Write();

        var read = LocalServices.Read(_folder.Path).ShouldNotBeNull();
        read.Processes.ShouldBe(services.Processes);
        read.Transport.ShouldBe(services.Transport);
        read.Settings().ShouldBe(services.Settings());
    }

    [Fact]
    public void Only_the_owner_can_read_the_password()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }

        Services().Write();

        File.GetUnixFileMode(_folder["services.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_folder_without_processes_has_none()
    {
        LocalServices.Read(_folder.Path).ShouldBeNull();
        Services().Write();
        LocalServices.Forget(_folder.Path);
        LocalServices.Read(_folder.Path).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"DataFolder\":")]
    [InlineData("[]")]
    public void An_unreadable_file_is_one_line_that_says_what_to_do(string content)
    {
        var file = _folder.Write("services.json", content);

        var error = Should.Throw<CannotStartLocallyException>(() => LocalServices.Read(_folder.Path));

        error.Message.ShouldStartWith($"{file} cannot be read: ");
        error.Message.ShouldEndWith("If nothing runs out of its folder, delete it.");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void The_settings_name_the_folder_the_store_and_the_broker()
    {
        var settings = Services().Settings();

        settings["Artifacts__Folder"].ShouldBe(_folder["takes"]);
        settings["Generator__WorkFolder"].ShouldBe(_folder["work"]);
        settings["Generator__JobFolder"].ShouldBe(_folder["animatic"]);
        settings["Transport__Port"].ShouldBe("15672");
        settings["Transport__Password"].ShouldBe("secret");
        settings["Storage__DataFolder"].ShouldBe(_folder["store"]);
    }

    [Theory]
    [InlineData("Recoil.ReviewQueue", "review-queue 1")]
    [InlineData("Recoil.Shots", "shots 1")]
    public void A_process_has_a_name_for_people(string service, string name) =>
        new ServiceProcess(service, 1, 4711, "", "").Name.ShouldBe(name);

    [Fact]
    public async Task A_process_id_of_another_program_is_neither_running_nor_stopped()
    {
        // This test's own process: signalling it would end the tests.
        var process = new ServiceProcess("Recoil.NotThisProgram", 1, Environment.ProcessId, "http://127.0.0.1:1", "");

        process.IsRunning.ShouldBeFalse();
        (await process.HealthAsync(TestContext.Current.CancellationToken)).Status.ShouldBe("Exited");
        (await process.StopAsync(TimeSpan.Zero, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    private LocalServices Services() => new()
    {
        DataFolder = _folder.Path,
        OwnsBroker = true,
        Transport = new TransportOptions { Host = "127.0.0.1", Port = 15672, VirtualHost = "recoil", Username = "recoil", Password = "secret" },
    };
}
