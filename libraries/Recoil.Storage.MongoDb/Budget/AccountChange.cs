using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Bson;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>An update of an account that was read before, put together. It is only written while the account's sums are what they were.</summary>
internal sealed class AccountChange(AccountRecord account)
{
    private readonly BsonDocument _where = AccountQuery.Unchanged(account);
    private readonly BsonDocument _set = [];
    private readonly BsonDocument _unset = [];
    private readonly BsonDocument _inc = [];
    private readonly BsonDocument _min = [];
    private long _spent = account.SpentPico;
    private int _openCount = account.OpenCount;

    public FilterDefinition<AccountRecord> Where => _where;

    /// <summary>Opens a reservation that nothing is known of.</summary>
    public AccountChange Open(ReservationRequest request, long amount, long drawn)
    {
        var lapses = InstantSerializer.Write(ReservationRule.ExpiresAt(request));
        var open = new BsonDocument { { "amountPico", amount }, { "lapsesAt", lapses } };
        if (drawn > 0)
        {
            open.Add("extraPico", drawn).Add("shot", new BsonBinaryData(request.Shot, GuidRepresentation.Standard));
            _where.Add(AccountQuery.Extra(request.Shot), account.UsedExtra(request.Shot) is { } used ? used : BsonNull.Value);
            UseExtra(request.Shot, drawn);
        }

        _where.AddRange(AccountQuery.Unknown(request.ReservationId));
        _set.Add(AccountQuery.Open(request.ReservationId), open);
        _min.Add("nextLapse", lapses);
        _openCount++;
        return this;
    }

    /// <summary>Closes an open reservation and charges what it cost.</summary>
    public AccountChange Close(Guid id, OpenReservation open, long cost, DateTimeOffset now)
    {
        _where.Add($"{AccountQuery.Open(id)}.lapsesAt", InstantSerializer.Write(open.LapsesAt));
        _unset.Add(AccountQuery.Open(id), "");
        _openCount--;
        return Closed(id, new ClosedReservation(ReservationOutcome.Reserved, cost) { ClosedAt = now, ExtraPico = open.ExtraPico, Shot = open.Shot }, cost);
    }

    /// <summary>Writes down a reservation that is not in the account's document, and charges.</summary>
    public AccountChange CloseUnknown(Guid id, ClosedReservation closed, long charge)
    {
        _where.AddRange(AccountQuery.Unknown(id));
        return Closed(id, closed, charge);
    }

    /// <summary>Charges more for a closed reservation.</summary>
    public AccountChange ChargeMore(Guid id, long charged, long cost, DateTimeOffset now)
    {
        _where.Add($"{AccountQuery.Closed(id)}.chargedPico", charged);
        _set.Add($"{AccountQuery.Closed(id)}.chargedPico", cost);
        _set.Add($"{AccountQuery.Closed(id)}.closedAt", InstantSerializer.Write(now));
        _spent += cost - charged;
        return this;
    }

    public AccountChange UseExtra(Guid? shot, long change)
    {
        if (shot is { } whose && change != 0)
            _inc.Add(AccountQuery.Extra(whose), change);
        return this;
    }

    public AccountChange Admission(int number)
    {
        _set.Add("admission", number);
        return this;
    }

    /// <summary>Lets the account go on in a later month: what it holds, and what is open, counts in the one before.</summary>
    public AccountChange GoOnIn(string month, long held)
    {
        var before = account.Month!;
        _set.Add("month", month).Add($"past.{HoldQuery.Key(before)}", held).Add("pastSpentPico", account.SpentPico);
        foreach (var (key, _) in account.Open.Where(open => open.Value.Month is null))
            _set.Add($"open.{key}.month", before);
        return this;
    }

    /// <summary>Changes what is held in an earlier month.</summary>
    public AccountChange Past(string month, long held, long charge)
    {
        _set.Add($"past.{HoldQuery.Key(month)}", held).Add("pastSpentPico", (account.PastSpentPico ?? 0) + charge);
        return this;
    }

    /// <summary>The sums after the change, and the number of the change of the hold that is in them.</summary>
    public AccountChange Sums(RunMoney money, long seq)
    {
        _set.Add("heldPico", money.Shared).Add("extrasPico", money.Extras).Add("roomPico", money.Room).Add("seq", seq);
        if (money.Floor is { } floor)
            _set.Add("floorPico", floor);
        else
            _unset.Add("floorPico", "");
        return this;
    }

    public AccountChange Month(string month)
    {
        _set.Add("month", month);
        return this;
    }

    public UpdateDefinition<AccountRecord> ToUpdate()
    {
        _set.Add("spentPico", _spent).Add("openCount", _openCount);
        var update = new BsonDocument("$set", _set);
        foreach (var (name, fields) in new[] { ("$unset", _unset), ("$inc", _inc), ("$min", _min) })
        {
            if (fields.ElementCount > 0)
                update.Add(name, fields);
        }

        return update;
    }

    private AccountChange Closed(Guid id, ClosedReservation closed, long charge)
    {
        _set.Add(AccountQuery.Closed(id), closed.ToBsonDocument());
        _inc.Add("closings", 1);
        _min.Add("oldestClosed", InstantSerializer.Write(closed.ClosedAt!.Value));
        _spent += charge;
        return this;
    }
}
