using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Runs.Testing;

namespace Recoil.Cli.Tests.Commands;

public sealed class ServicesCommandsTests : IDisposable
{
    private const int OfAStoreThatIsAway = ExitCode.Failed;

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
        { "submit", "PLAN: missing. Name an episode plan, such as examples/minimal.json." },
        { "submit none.json", "none.json: no such file. Name an episode plan, such as examples/minimal.json." },
        { "submit plan.json --budget ten", "--budget: \"ten\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "submit plan.json", ".recoil: no services run out of this folder. Give recoil up first, name their folder with --data, or set Transport__Host." },
        { "submit plan.json --data other", "other: no services run out of this folder. Give recoil up first, name their folder with --data, or set Transport__Host." },
        { "watch --status need_review", "--status: \"need_review\" is no status. Did you mean needs_review?" },
        { "watch --status fine", "--status: \"fine\" is no status. Use ok, budget_exhausted, budget_exhausted_success, needs_review, icu_escalated, attempts_exhausted, crashed, cancelled." },
        { "watch", ".recoil: no services run out of this folder." },
        { "status", ".recoil: no services run out of this folder." },
        { "budget show", "PROJECT: missing. Name a project, such as pilot." },
        { "budget show pilot/run_1", "PROJECT: \"pilot/run_1\" holds a slash. Name a project, such as pilot." },
        { "budget show pilot", ".recoil: no services run out of this folder." },
        { "budget set pilot", "--cap: missing. Give US dollars such as 100, or none." },
        { "budget set pilot --cap much", "--cap: \"much\" is no amount of money. Give US dollars from 0 to 1,000,000,000, such as 100, or none." },
        { "budget set pilot --cap -1", "--cap: \"-1\" is no amount of money." },
        { "budget set pilot --cap 100 --per week", "--per: \"week\" is no period. Use total or month." },
        { "budget top-up pilot", "USD: missing. Give US dollars such as 25." },
        { "budget top-up pilot 0", "USD: \"0\" is nothing that can be added. Give US dollars of more than 0, such as 25." },
        { "review", "Required command was not provided." },
        { "review list", ".recoil: no services run out of this folder." },
        { "review aprove 12", "aprove: not understood. Did you mean approve?" },
        { "review approve", "ID: missing. recoil review list shows them." },
        { "review claim 12 --for 1d", "--for: \"1d\" is no such time. Give seconds, minutes or hours such as 45s, 30m or 2h, from 1s to 24h." },
        { "review claim 12 --for 25h", "--for: \"25h\" is no such time." },
        { "review reroll 12 --prompt A --prompt-file f", "--prompt-file: stands beside --prompt. Give one of them." },
        { "review reroll 12 --prompt-file none.txt", "--prompt-file: none.txt cannot be read (" },
        { "review reroll 12 --prompt-file file", "--prompt-file: file is empty. Write the prompt into it." },
        { "review approve 12 --budget 1", "--budget: not understood." },
        { "cancel", "WHAT: missing. Name a run or a shot, such as pilot/run_4a96c424/SH010." },
        { "remake", "RUN: missing. Name a run, such as pilot/run_4a96c424, and its shots." },
        { "remake pilot/run_1", "SHOT: missing. Name the shots to make again, or --after SHOT for all that was built on one." },
        { "remake pilot/run_1 SH010 SH020 --prompt wide", "--prompt: goes with exactly one SHOT." },
        { "remake pilot/run_1 --after SH010 --extra 1", "--extra: goes with exactly one SHOT." },
        { "remake pilot/run_1 SH010 --extra much", "--extra: \"much\" is no amount of money. Give US dollars from 0 to 1,000,000, such as 12.50." },
        { "remake pilot/run_1 SH010", ".recoil: no services run out of this folder." },
        { "errors retry", "ID: missing. Name one or say --all; recoil errors list shows them." },
        { "errors retry ab --all", "--all: stands beside an id. Give one of them." },
        { "errors show", "ID: missing. recoil errors list shows them." },
        { "errors show ab --limit 0", "--limit: \"0\" is out of range. Give a whole number from 1 to 10000." },
        { "bench --rounds 3", "--rounds: only valid with --rabbitmq. Give --rabbitmq, too." },
        { "bench --rabbitmq --stored 500", "--stored: only valid with --part growth. Leave it out." },
        { "bench --rabbitmq --part scale --generators 65", "--generators: \"65\" is out of range. Give a whole number from 1 to 64." },
        { "errors edit", "ID: missing. recoil errors show GROUP lists the messages of a group." },
        { "errors list", ".recoil: no services run out of this folder." },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_on_the_command_line_is_one_line(string arguments, string line)
    {
        _recoil.Folder.Write("file", "");
        _recoil.Folder.Write("plan.json", PlanText.With("", PlanText.Shot));

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

        _recoil.ErrorLines.ShouldBe(["Setting Transport:Port is 70000. Give a port from 1 to 65535; RabbitMQ's is 5672. In the environment it is written Transport__Port."]);
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
    public async Task What_is_missing_on_the_machine_is_reported_before_anything_starts()
    {
        _recoil.MissingTools = ["ffmpeg: not found. Run infra/setup."];

        (await _recoil.RecoilAsync(["up"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["ffmpeg: not found. Run infra/setup."]);
        Directory.Exists(_recoil.Folder[".recoil"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_is_not_named_is_one_line()
    {
        _recoil.Settings["Transport:Host"] = "127.0.0.1";

        (await _recoil.RecoilAsync(["status"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe(["Storage__DataFolder is not set. Name the folder of the services' store in it, or set Storage__Kind to mongodb."]);
    }

    [Fact]
    public async Task A_store_whose_folder_is_missing_is_one_line_and_is_not_made()
    {
        _recoil.Settings["Storage:DataFolder"] = "none";

        (await _recoil.RecoilAsync(["status"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines.ShouldBe([$"{_recoil.Folder["none"]}: no such folder. Name the folder of the services' store in Storage__DataFolder."]);
        Directory.Exists(_recoil.Folder["none"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_on_an_unreachable_server_is_one_line_without_the_password()
    {
        _recoil.Settings["Storage:Kind"] = "mongodb";
        _recoil.Settings["Storage:ConnectionString"] = "mongodb://ida:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200";

        (await _recoil.RecoilAsync(["status"])).ShouldBe(OfAStoreThatIsAway);

        var line = _recoil.ErrorLines.ShouldHaveSingleItem();
        line.ShouldStartWith("MongoDB at 127.0.0.1:1 cannot be used: ");
        line.ShouldNotContain("secret");
    }

    [Fact]
    public async Task The_store_of_services_that_run_out_of_a_folder_is_the_one_that_they_use()
    {
        var shared = new StorageOptions { Kind = StorageOptions.MongoDb, ConnectionString = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200" };
        new LocalServices { DataFolder = _recoil.Folder[".recoil"], Transport = new TransportOptions(), OwnsBroker = false, SharedStore = shared }.Write();
        _recoil.Settings["Storage:DataFolder"] = "elsewhere";

        (await _recoil.RecoilAsync(["status"])).ShouldBe(OfAStoreThatIsAway);

        _recoil.ErrorLines.ShouldHaveSingleItem().ShouldContain("MongoDB");
        LocalServices.Read(_recoil.Folder[".recoil"]).ShouldNotBeNull().Settings()["Storage__Kind"].ShouldBe("mongodb");
    }

    [Theory]
    [InlineData("up"), InlineData("down"), InlineData("submit"), InlineData("watch"), InlineData("status"), InlineData("review"), InlineData("cancel"), InlineData("errors")]
    public async Task Help_ends_with_examples_of_the_command(string command)
    {
        (await _recoil.RecoilAsync([command, "--help"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.ShouldContain($"Examples:\n  recoil {command}");
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
