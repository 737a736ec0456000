using System.Diagnostics.Metrics;

namespace Recoil.Budget;

/// <summary>What the budget service counts, in US dollars.</summary>
internal sealed class BudgetMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Recoil.Budget";

    private readonly Counter<double> _reserved;
    private readonly Counter<double> _charged;
    private readonly Counter<double> _released;

    public BudgetMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _reserved = meter.CreateCounter<double>("recoil.money.reserved", "{USD}", "US dollars set aside for takes; a repeated command counts again");
        _charged = meter.CreateCounter<double>("recoil.money.charged", "{USD}", "US dollars spent");
        _released = meter.CreateCounter<double>("recoil.money.released", "{USD}", "US dollars that were set aside and not spent");
    }

    public void Reserved(decimal dollars) => _reserved.Add((double)dollars);

    public void Settled(decimal charged, decimal released)
    {
        _charged.Add((double)charged);
        _released.Add((double)released);
    }
}
