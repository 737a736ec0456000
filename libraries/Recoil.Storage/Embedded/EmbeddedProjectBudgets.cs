using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedProjectBudgets(EmbeddedDatabase database) : IProjectBudgets
{
    private static readonly Sql s_accounts = new("SELECT account, spent, granted, month, past, past_spent FROM accounts WHERE account >= ?1 AND account < ?2");

    public Task<bool> SetAsync(ProjectBudget budget, CancellationToken cancellationToken)
    {
        ProjectLimits.Check(budget.Cap, nameof(budget));
        return database.WriteAsync(WriteKind.Ledger, EmbeddedProjects.Set, budget, cancellationToken);
    }

    public Task<bool> TopUpAsync(ProjectTopUp topUp, CancellationToken cancellationToken)
    {
        ProjectLimits.Check(topUp.Amount, nameof(topUp));
        return database.WriteAsync(WriteKind.Ledger, EmbeddedProjects.TopUp, topUp, cancellationToken);
    }

    public Task<ProjectBalance?> ShowAsync(string project, DateTimeOffset now, int runs, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, show) =>
        {
            session.BeginReading();
            try
            {
                return Show(session, show.Project, show.Now, show.Runs);
            }
            finally
            {
                session.Rollback();
            }
        },
        (Project: project, Now: now, Runs: runs), cancellationToken);

    private static ProjectBalance? Show(Session session, string project, DateTimeOffset now, int runs)
    {
        var terms = EmbeddedProjects.Find(session, project);
        var months = EmbeddedProjects.Months(session, project);
        var month = terms.Period == BudgetPeriod.Month ? BudgetMonth.Of(now) : null;
        var accounts = Accounts(session, project, month);
        if (terms is { SetAt: null, TopUps.Count: 0 } && months.Count == 0 && accounts.Count == 0)
            return null;
        return new ProjectBalance
        {
            Cap = terms.CapOf(month ?? BudgetMonth.Unknown),
            Period = terms.Period,
            Month = month,
            Held = months.Where(there => month is null || there.Month == month).Sum(there => there.Held),
            Spent = accounts.Sum(run => run.Spent),
            SetBy = terms.SetBy,
            SetAt = terms.SetAt,
            Runs = ProjectAccounts.Largest(accounts, runs),
        };
    }

    private static List<RunBalance> Accounts(Session session, string project, string? month)
    {
        var accounts = new List<RunBalance>();
        var rows = session[s_accounts].Bind(1, ProjectAccounts.From(project)).Bind(2, ProjectAccounts.Before(project));
        try
        {
            while (rows.Step())
            {
                if (month is null)
                    accounts.Add(new RunBalance(rows.Text(0), PicoDollars.ToDollars(rows.Integer(2) + rows.Integer(4)), PicoDollars.ToDollars(rows.Integer(1))));
                else if (rows.Text(3) == month)
                    accounts.Add(new RunBalance(rows.Text(0), PicoDollars.ToDollars(rows.Integer(2)), PicoDollars.ToDollars(rows.Integer(1) - rows.Integer(5))));
            }
        }
        finally
        {
            rows.Reset();
        }

        return accounts;
    }
}
