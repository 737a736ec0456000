using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;

namespace Recoil.Cli.Tests.Commands;

public sealed class ServicesCommandsTests : IDisposable
{
    private readonly Invocation _recoil = new();

    public void Dispose() => _recoil.Dispose();

    /// <summary>Arguments separated by spaces, and the line that the user reads first.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "up --generators 0", "--generators: \"0\" is out of range. Give a whole number from 1 to 64." },
        { "up --critics many", "--critics: \"many\" is out of range. Give a whole number from 1 to 64." },
        { "up --generator 2", "--generator: not understood. Did you mean --generators?" },
        { "up --data file", "--data: {folder}/file: cannot be written to (" },
        { "down now", "now: not understood." },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_on_the_command_line_is_one_line(string arguments, string line)
    {
        _recoil.Folder.Write("file", "");

        (await _recoil.RecoilAsync(arguments.Split(' '))).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[0].ShouldStartWith(line.Replace("{folder}", _recoil.Folder.Path, StringComparison.Ordinal));
        _recoil.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_setting_of_the_broker_is_one_line()
    {
        _recoil.Settings["Transport:Host"] = "127.0.0.1";
        _recoil.Settings["Transport:Port"] = "70000";

        (await _recoil.RecoilAsync(["up"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["Transport:Port is 70000. Give a port from 1 to 65535; RabbitMQ's is 5672."]);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_one_line_and_nothing_is_started()
    {
        _recoil.Settings["Transport:Host"] = "127.0.0.1";
        _recoil.Settings["Transport:Port"] = "1";

        (await _recoil.RecoilAsync(["up"])).ShouldBe(ExitCode.Failed);

        _recoil.ErrorLines.Single().ShouldStartWith("The broker at amqp://guest@127.0.0.1:1/ cannot be used: ");
        File.Exists(_recoil.Folder[".recoil/services.json"]).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_missing_on_the_machine_is_told_before_anything_starts()
    {
        _recoil.MissingTools = ["ffmpeg: not found. Run infra/setup."];

        (await _recoil.RecoilAsync(["up"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["ffmpeg: not found. Run infra/setup."]);
        Directory.Exists(_recoil.Folder[".recoil"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_to_stop_is_no_mistake()
    {
        (await _recoil.RecoilAsync(["down"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.ShouldBe("Nothing runs out of .recoil.\n");
    }

    [Fact]
    public async Task A_damaged_list_of_services_is_one_line()
    {
        _recoil.Folder.Write(".recoil/services.json", "{");

        (await _recoil.RecoilAsync(["down"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.Single().ShouldStartWith($"{_recoil.Folder[".recoil/services.json"]} cannot be read: ");
    }
}
