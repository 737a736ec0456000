using System.Text.Json;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class BudgetTests(RunningServices running)
{
    private const string Project = "harbour";
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task A_projects_cap_is_set_topped_up_and_stops_its_runs()
    {
        (await RecoilAsync("submit", _recoil.Plan("before", "{}"), "--wait")).ShouldContain("1 ok");
        var spent = await SpentAsync();
        spent.ShouldBeGreaterThan(0);
        try
        {
            (await RecoilAsync("budget", "set", Project, "--cap", Usd(spent), "--by", "Ida")).ShouldStartWith($"harbour may spend {Dollars(spent)} in all. {Dollars(spent)} spent, ");
            (await _recoil.RecoilAsync("submit", _recoil.Plan("stopped", "{}"), "--wait")).Errors.ShouldContain("The run could not go on: The budget of project harbour has 0.00 US dollars free and the run asks for ");

            (await RecoilAsync("budget", "top-up", Project, "5")).ShouldStartWith($"harbour may spend {Dollars(spent + 5)} in all. ");
            (await RecoilAsync("submit", _recoil.Plan("after", "{}"), "--wait")).ShouldContain("1 ok");

            var shown = await RecoilAsync("budget", "show", Project);
            shown.ShouldContain("Set by Ida on ");
            shown.ShouldMatch(@"run +held +spent\n");
            (await RecoilAsync("budget", "set", Project, "--cap", "100", "--per", "month")).ShouldMatch(@"^harbour may spend \$100\.00 in \d{4}-\d\d\. ");
        }
        finally
        {
            (await RecoilAsync("budget", "set", Project, "--cap", "none")).ShouldStartWith("harbour has no cap. ");
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_a_line()
    {
        (await MistakeAsync("budget", "show", "nobody")).ShouldBe("nobody: no such project. It has no cap, and no run of it has moved money.\n");
        (await MistakeAsync("budget", "top-up", "nobody", "5")).ShouldBe("nobody has no cap to add to. recoil budget set gives it one.\n");
    }

    private async Task<decimal> SpentAsync()
    {
        using var shown = JsonDocument.Parse(await RecoilAsync("budget", "show", Project, "--json"));
        return shown.RootElement.GetProperty("spent").GetDecimal();
    }

    private static string Usd(decimal amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Dollars(decimal amount) => Recoil.Reports.Html.Words.Dollars(amount);

    private async Task<string> MistakeAsync(params string[] arguments)
    {
        var done = await _recoil.RecoilAsync(arguments);
        done.ExitCode.ShouldBe(2);
        return done.Errors;
    }

    private async Task<string> RecoilAsync(params string[] arguments)
    {
        var done = await _recoil.RecoilAsync(arguments);
        done.ExitCode.ShouldBe(0, done.Output + done.Errors);
        return done.Output;
    }
}
