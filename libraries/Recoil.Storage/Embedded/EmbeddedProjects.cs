using System.Globalization;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Embedded;

/// <summary>The projects' rows: their caps, and what the holds of their runs come to in each month. Sums are decimals as text, for they may be more than a number of SQLite holds.</summary>
internal static class EmbeddedProjects
{
    private static readonly Sql s_find = new("SELECT cap, period, by, set_at FROM projects WHERE project = ?1");

    private static readonly Sql s_topUps = new("SELECT id, amount, at FROM top_ups WHERE project = ?1");

    private static readonly Sql s_months = new("SELECT month, held FROM project_months WHERE project = ?1");

    private static readonly Sql s_month = new("SELECT held FROM project_months WHERE project = ?1 AND month = ?2");

    private static readonly Sql s_putMonth = new(
        "INSERT INTO project_months (project, month, held) VALUES (?1, ?2, ?3) ON CONFLICT (project, month) DO UPDATE SET held = excluded.held");

    private static readonly Sql s_put = new("""
        INSERT INTO projects (project, cap, period, by, set_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (project) DO UPDATE SET cap = excluded.cap, period = excluded.period, by = excluded.by, set_at = excluded.set_at
        """);

    private static readonly Sql s_addTopUp = new("INSERT INTO top_ups (project, id, amount, at) VALUES (?1, ?2, ?3, ?4)");

    private static readonly Sql s_removeTopUps = new("DELETE FROM top_ups WHERE project = ?1 AND at <= ?2");

    /// <summary>Makes a run's hold larger or smaller.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="project">The project.</param>
    /// <param name="month">The month that the hold counts in.</param>
    /// <param name="change">By how much, in trillionths of a dollar.</param>
    public static void Hold(Session session, string project, string month, long change)
    {
        var held = HeldIn(session, project, month) + PicoDollars.ToDollars(change);
        session[s_putMonth].Bind(1, project).Bind(2, month).Bind(3, Write(held)).Execute();
    }

    /// <summary>What is free for holds of a month when they may not grow by so much; null when they may.</summary>
    public static decimal? Lacking(Session session, string project, string month, long change)
    {
        var terms = Find(session, project);
        if (terms.MostHeld(month, PicoDollars.ToDollars(change)) is not { } most)
            return null;
        var held = terms.Period == BudgetPeriod.Month ? HeldIn(session, project, month) : Months(session, project).Sum(there => there.Held);
        return held > most ? terms.Free(month, held) : null;
    }

    public static ProjectTerms Find(Session session, string project)
    {
        var row = session[s_find].Bind(1, project);
        try
        {
            var terms = new ProjectTerms { TopUps = TopUps(session, project) };
            return row.Step()
                ? terms with { Cap = row.TextOrNull(0) is { } cap ? Read(cap) : null, Period = (BudgetPeriod)row.Integer(1), SetBy = row.Text(2), SetAt = row.Instant(3) }
                : terms;
        }
        finally
        {
            row.Reset();
        }
    }

    public static List<(string Month, decimal Held)> Months(Session session, string project)
    {
        var months = new List<(string, decimal)>();
        var rows = session[s_months].Bind(1, project);
        try
        {
            while (rows.Step())
                months.Add((rows.Text(0), Read(rows.Text(1))));
        }
        finally
        {
            rows.Reset();
        }

        return months;
    }

    public static bool Set(Session session, ProjectBudget budget)
    {
        if (Find(session, budget.Project).With(budget) is null)
            return false;
        session[s_put].Bind(1, budget.Project).Bind(2, budget.Cap is { } cap ? Write(cap) : null).Bind(3, (long)budget.Period).Bind(4, budget.By).Bind(5, budget.At).Execute();
        session[s_removeTopUps].Bind(1, budget.Project).Bind(2, budget.At).Execute();
        return true;
    }

    public static bool TopUp(Session session, ProjectTopUp topUp)
    {
        if (Find(session, topUp.Project).With(topUp) is null)
            return false;
        session[s_addTopUp].Bind(1, topUp.Project).Bind(2, topUp.Id).Bind(3, Write(topUp.Amount)).Bind(4, topUp.At).Execute();
        return true;
    }

    private static decimal HeldIn(Session session, string project, string month)
    {
        var row = session[s_month].Bind(1, project).Bind(2, month);
        try
        {
            return row.Step() ? Read(row.Text(0)) : 0;
        }
        finally
        {
            row.Reset();
        }
    }

    private static Dictionary<Guid, ProjectTopUp> TopUps(Session session, string project)
    {
        var topUps = new Dictionary<Guid, ProjectTopUp>();
        var rows = session[s_topUps].Bind(1, project);
        try
        {
            while (rows.Step())
                topUps.Add(rows.Id(0), new ProjectTopUp(project, rows.Id(0), Read(rows.Text(1)), rows.Instant(2)));
        }
        finally
        {
            rows.Reset();
        }

        return topUps;
    }

    private static string Write(decimal dollars) => dollars.ToString(CultureInfo.InvariantCulture);

    private static decimal Read(string dollars) => decimal.Parse(dollars, CultureInfo.InvariantCulture);
}
