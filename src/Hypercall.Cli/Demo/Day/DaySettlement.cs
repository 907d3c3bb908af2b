namespace Hypercall.Cli.Demo.Day;

/// <summary>What one TickExpiry settled.</summary>
internal sealed class DaySettlement(long timestampMs)
{
    public long TimestampMs => timestampMs;

    /// <summary>Price of the underlying, of the last position settled.</summary>
    public Price Price { get; private set; }

    /// <summary>Instruments that left the venue.</summary>
    public int Instruments { get; set; }

    public int Positions { get; private set; }

    /// <summary>What the longs got.</summary>
    public Cash Paid { get; private set; }

    public Cash Fees { get; private set; }

    public void Add(in PositionSettled settled)
    {
        Price = settled.SettlementPrice;
        Positions++;
        Fees += settled.Fee;
        if (settled.Value.Units > 0)
            Paid += settled.Value;
    }
}
