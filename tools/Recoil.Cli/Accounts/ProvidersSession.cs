using System.Globalization;
using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Models;
using Recoil.Providers;
using Recoil.Providers.Accounts;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Accounts;

/// <summary>One <c>recoil providers</c>.</summary>
internal sealed class ProvidersSession(CommandEnvironment environment, string? providersFile, string? modelsFile, bool json)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <param name="isCheck">Whether the accounts are asked.</param>
    /// <param name="stop">Stops the command.</param>
    /// <returns>0; 1 when an account that has a key does not work.</returns>
    public Task<int> RunAsync(bool isCheck, CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(token => ShowAsync(isCheck, token), stop);

    private async Task<int> ShowAsync(bool isCheck, CancellationToken stop)
    {
        var (accounts, models) = (Accounts(), Models());
        var states = await Task.WhenAll(accounts.All.Select(account => StateAsync(account, ModelsOf(account, models), isCheck, stop)));
        if (json)
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(states, ReportJson.Document));
        else
            await WriteAsync(states, isCheck);
        return states.Any(state => state.Works == false) ? ExitCode.Failed : ExitCode.Ok;
    }

    private async Task<AccountState> StateAsync(ProviderAccount account, IReadOnlyList<ModelState> models, bool isCheck, CancellationToken stop)
    {
        var state = AccountState.Of(account, models);
        if (!isCheck || account.Key.Absence is not null || !ProviderTypes.Find(account.Type)!.Generates)
            return state;
        var provider = ProviderTypes.Open(account, environment.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        try
        {
            return state with { Works = true, Says = await provider.CheckAsync(limit.Token) };
        }
        catch (ProviderException failed)
        {
            return state with { Works = false, Says = failed.Message };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return state with { Works = false, Says = $"no answer within {s_limit.TotalSeconds} s" };
        }
        finally
        {
            (provider as IDisposable)?.Dispose();
        }
    }

    private async Task WriteAsync(IReadOnlyList<AccountState> states, bool isCheck)
    {
        var table = isCheck
            ? new TextTable("account", "provider", "key", "answer")
            : new TextTable("account", "provider", "key", "limits", "address");
        foreach (var state in states)
        {
            var key = new Cell(state.Key, state.Key == "set" ? "green" : "grey");
            if (isCheck)
                table.Add(state.Account, state.Provider, key, new Cell(Answer(state), state.Works switch { true => "green", false => "red", null => "grey" }));
            else
                table.Add(state.Account, state.Provider, key, Limits(state), state.BaseUrl);
        }

        table.Write(environment.Out, environment.OutIsTerminal);
        if (isCheck)
            return;

        await environment.Out.WriteLineAsync();
        var prices = new TextTable("model", "account", new Column("a picture", Right: true), new Column("a second", Right: true), new Column("a judgement", Right: true), "prices read");
        foreach (var (state, model) in states.SelectMany(state => state.Models.Select(model => (state, model))))
        {
            prices.Add(
                model.Model, state.Account, Price(model.CostPerImage), Price(model.CostPerSecond), Price(model.CostPerJudgement),
                model.PricesRead?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-");
        }

        prices.Write(environment.Out, environment.OutIsTerminal);
    }

    private static string Answer(AccountState state) => state switch
    {
        { Works: null } => "not asked",
        { Says: { } says } => says,
        _ => "nothing there is free to ask for",
    };

    private static string Limits(AccountState state) => string.Join(
        ", ",
        new[] { state.Jobs is { } jobs ? $"{jobs} at once" : null, state.SubmitsPerMinute is { } submits ? $"{submits} a minute" : null }
            .OfType<string>().DefaultIfEmpty("none"));

    private static string Price(decimal? price) => price is { } known ? Words.Dollars(known) : "-";

    private static List<ModelState> ModelsOf(ProviderAccount account, ModelProfiles models) =>
    [
        .. models.Names
            .Select(name => (Name: name, Profile: models.Find(name)!))
            .Where(model => model.Profile.Provider == account.Name)
            .Select(model => new ModelState(model.Name, model.Profile.CostPerImage, model.Profile.CostPerSecond, model.Profile.CostPerJudgement, model.Profile.PricesRead)),
    ];

    private ProviderAccounts Accounts()
    {
        try
        {
            return ChosenAccounts.Read(environment, providersFile);
        }
        catch (InvalidProvidersFileException invalid)
        {
            throw new CommandFailedException($"--providers: {invalid.Message}", invalid);
        }
    }

    private ModelProfiles Models()
    {
        try
        {
            return (modelsFile ?? environment.Settings["Models:File"]) is { Length: > 0 } file
                ? ModelProfiles.Read(Path.GetFullPath(file, environment.CurrentFolder))
                : ModelProfiles.BuiltIn;
        }
        catch (InvalidModelsFileException invalid)
        {
            throw new CommandFailedException($"--models: {invalid.Message}", invalid);
        }
    }
}
