using System.Runtime.InteropServices;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>
/// What projects hold for their runs: every change is one conditional update of the project's document. Holds that were not changed for the longest
/// time are moved out of it, many at a time, before it becomes large; what is in the project's document counts before what was moved.
/// </summary>
internal sealed class MongoHolds(MongoDbStore store, TimeProvider time)
{
    /// <summary>How many holds a project's document has before some are moved.</summary>
    internal const int MostHere = 128;

    private readonly IMongoCollection<ProjectRecord> _projects = store.Projects;
    private readonly IMongoCollection<MovedHold> _moved = store.Holds;

    /// <summary>Changes a hold, unless a change with this number or a higher one was made before.</summary>
    /// <param name="account">The run's account.</param>
    /// <param name="month">The month that the hold counts in.</param>
    /// <param name="seq">The change's number.</param>
    /// <param name="amount">What is to be held, in trillionths of a dollar.</param>
    /// <param name="why">Whether the project's cap counts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The hold as it stands then; or what is free, when the cap does not allow it.</returns>
    public async Task<(Standing Hold, decimal? Free)> ChangeAsync(
        string account, string month, long seq, long amount, HoldChange why, CancellationToken cancellationToken)
    {
        var id = HoldRecord.IdOf(account, month);
        while (true)
        {
            var project = await ReadAsync(ShotIdentity.ProjectOfBudgetScope(account), id, cancellationToken);
            var isHere = project.Holds.TryGetValue(AccountQuery.Key(id), out var hold);
            if (!isHere && project.Moves > 0)
                hold = (await _moved.Find(Builders<MovedHold>.Filter.Eq(moved => moved.Id, id)).FirstOrDefaultAsync(cancellationToken))?.Hold;
            if (hold is not null && (hold.Seq >= seq || (why == HoldChange.Match && hold.AmountPico == amount)))
                return (new Standing(hold.Seq, hold.AmountPico), null);
            if (hold is null && amount == 0 && why == HoldChange.Match)
                return (new Standing(seq, amount), null);

            var change = PicoDollars.ToDollars(amount) - PicoDollars.ToDollars(hold?.AmountPico ?? 0);
            var terms = project.Terms;
            var most = change > 0 && why == HoldChange.Reserve ? terms.MostHeld(month, change) : null;
            var period = terms.Period == BudgetPeriod.Month ? HoldQuery.Key(month) : null;
            var held = period is null ? project.Held : project.Months.GetValueOrDefault(period);
            if (held > most)
                return (default, terms.Free(month, held));

            var changed = new HoldRecord { Account = account, Month = month, Seq = seq, AmountPico = amount, At = time.GetUtcNow() };
            var written = await _projects.UpdateOneAsync(
                HoldQuery.Unchanged(project, id, most, period), HoldQuery.Put(id, changed, change, isNew: !isHere), options: null, cancellationToken);
            if (written.MatchedCount == 0)
                continue;

            if (!isHere && project.HoldCount + 1 >= MostHere)
                await MoveAsync(project.Id, cancellationToken);
            return (new Standing(seq, amount), null);
        }
    }

    /// <summary>The project with one of its holds; a new one's document is made.</summary>
    private async Task<ProjectRecord> ReadAsync(string name, Guid hold, CancellationToken cancellationToken)
    {
        ProjectRecord? project;
        while ((project = await _projects.Find(HoldQuery.One(name)).Project<ProjectRecord>(HoldQuery.With(hold)).FirstOrDefaultAsync(cancellationToken)) is null)
            await _projects.TryInsertAsync(new ProjectRecord { Id = name }, cancellationToken);
        return project;
    }

    /// <summary>
    /// Makes documents of their own of the older half of a project's holds, then takes them out of the project's. Done half, or by two at once, it does no
    /// harm: the project's document counts first, of two numbers the higher one, and what was changed meanwhile stays.
    /// </summary>
    private async Task MoveAsync(string name, CancellationToken cancellationToken)
    {
        var project = await _projects.Find(HoldQuery.One(name)).FirstOrDefaultAsync(cancellationToken);
        var old = project.Holds.OrderBy(hold => hold.Value.At).ThenBy(hold => hold.Key, StringComparer.Ordinal).Take(MostHere / 2).ToList();
        if (project.Holds.Count < MostHere)
            return;

        await _moved.BulkWriteAsync(old.Select(hold => HoldQuery.Copy(hold.Key, hold.Value)), new BulkWriteOptions { IsOrdered = false }, cancellationToken);
        await _projects.UpdateOneAsync(HoldQuery.WithHolds(project, old), HoldQuery.Remove([.. old.Select(hold => hold.Key)]), options: null, cancellationToken);
    }

    /// <param name="Seq">The number of the change that stands.</param>
    /// <param name="Amount">What is held, in trillionths of a dollar.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Standing(long Seq, long Amount);
}
