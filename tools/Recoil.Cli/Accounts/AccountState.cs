using Recoil.Providers.Accounts;

namespace Recoil.Cli.Accounts;

/// <summary>An account as <c>recoil providers</c> shows it.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Provider">Which provider it is at.</param>
/// <param name="BaseUrl">Where the API is.</param>
/// <param name="Key">Whether there is a key, in words: <c>set</c>, or why not.</param>
/// <param name="Works">Whether it answered; null where it was not asked.</param>
/// <param name="Says">What it answered, or why it does not work; null where it was not asked or has nothing free to ask for.</param>
/// <param name="Jobs">Jobs at once; null for no limit.</param>
/// <param name="SubmitsPerMinute">Submits in a minute; null for no limit.</param>
/// <param name="Models">The models that it serves, with their prices.</param>
internal sealed record AccountState(
    string Account, string Provider, string BaseUrl, string Key, bool? Works, string? Says, int? Jobs, int? SubmitsPerMinute, IReadOnlyList<ModelState> Models)
{
    public static AccountState Of(ProviderAccount account, IReadOnlyList<ModelState> models) => new(
        account.Name, account.Type, account.BaseUrl.AbsoluteUri, account.Key.Absence ?? "set", null, null, account.Jobs, account.SubmitsPerMinute, models);
}

/// <summary>A model of an account. Prices are in US dollars.</summary>
internal sealed record ModelState(string Model, decimal? CostPerImage, decimal? CostPerSecond, decimal? CostPerJudgement, DateOnly? PricesRead);
