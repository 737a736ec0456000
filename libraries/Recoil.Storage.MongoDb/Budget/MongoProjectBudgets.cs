using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>The caps of projects, in the same documents as what is held for their runs.</summary>
internal sealed class MongoProjectBudgets(MongoDbStore store, TimeProvider time) : IProjectBudgets
{
    private static readonly ProjectionDefinition<AccountRecord> s_sums = Builders<AccountRecord>.Projection.Exclude(account => account.Open).Exclude(account => account.Closed);

    private readonly IMongoCollection<ProjectRecord> _projects = store.Projects;
    private readonly IMongoCollection<AccountRecord> _accounts = store.Accounts;
    private readonly MongoBudgetLedger _ledger = new(store, time);

    public async Task<bool> SetAsync(ProjectBudget budget, CancellationToken cancellationToken)
    {
        ProjectLimits.Check(budget.Cap, nameof(budget));
        await _ledger.HoldEarlierAsync(budget.Project, cancellationToken);
        return await ChangeAsync(budget.Project, terms => terms.With(budget), cancellationToken);
    }

    public Task<bool> TopUpAsync(ProjectTopUp topUp, CancellationToken cancellationToken)
    {
        ProjectLimits.Check(topUp.Amount, nameof(topUp));
        return ChangeAsync(topUp.Project, terms => terms.With(topUp), cancellationToken);
    }

    public Task<ProjectBalance?> ShowAsync(string project, DateTimeOffset now, int runs, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var known = await FindAsync(project, cancellationToken);
        var terms = (known ?? new ProjectRecord { Id = project }).Terms;
        var month = terms.Period == BudgetPeriod.Month ? BudgetMonth.Of(now) : null;
        var accounts = await ListAsync(project, month, cancellationToken);
        return known is null && accounts.Count == 0
            ? null
            : new ProjectBalance
            {
                Cap = terms.CapOf(month ?? BudgetMonth.Unknown),
                Period = terms.Period,
                Month = month,
                Held = month is null ? known?.Held ?? 0 : known!.Months.GetValueOrDefault(month),
                Spent = accounts.Sum(run => run.Spent),
                SetBy = terms.SetBy,
                SetAt = terms.SetAt,
                Runs = ProjectAccounts.Largest(accounts, runs),
            };
    });

    private async Task<List<RunBalance>> ListAsync(string project, string? month, CancellationToken cancellationToken)
    {
        var balances = new List<RunBalance>();
        using var cursor = await _accounts.Find(AccountQuery.OfProject(project)).Project<AccountRecord>(s_sums).ToCursorAsync(cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            // What the project does not hold yet does not count.
            foreach (var account in cursor.Current.Where(account => account.RoomPico is not null && (month is null || account.Month == month)))
            {
                var granted = account.GrantedWith(account.Money.Room);
                balances.Add(month is null
                    ? new RunBalance(account.Id, PicoDollars.ToDollars(granted + account.PastPico), PicoDollars.ToDollars(account.SpentPico))
                    : new RunBalance(account.Id, PicoDollars.ToDollars(granted), PicoDollars.ToDollars(account.SpentPico - (account.PastSpentPico ?? 0))));
            }
        }

        return balances;
    }

    private Task<bool> ChangeAsync(string project, Func<ProjectTerms, ProjectTerms?> change, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        while (true)
        {
            if (await FindAsync(project, cancellationToken) is not { } known)
            {
                await _projects.TryInsertAsync(new ProjectRecord { Id = project }, cancellationToken);
                continue;
            }

            if (change(known.Terms) is not { } terms)
                return false;
            if ((await _projects.UpdateOneAsync(HoldQuery.WithRevision(known), HoldQuery.Put(terms), options: null, cancellationToken)).MatchedCount == 1)
                return true;
        }
    });

    private async Task<ProjectRecord?> FindAsync(string project, CancellationToken cancellationToken) =>
        await _projects.Find(HoldQuery.One(project)).Project<ProjectRecord>(HoldQuery.WithoutHolds).FirstOrDefaultAsync(cancellationToken);
}
