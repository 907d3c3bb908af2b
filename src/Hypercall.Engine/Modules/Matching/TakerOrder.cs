namespace Hypercall.Engine.Modules.Matching;

/// <summary>The order that is being executed; one instance is reused for every command.</summary>
internal sealed class TakerOrder
{
    private long _lastMakerId;

    public WalletAccount Wallet { get; private set; } = null!;

    public Instrument Instrument { get; private set; } = null!;

    public long OrderId { get; private set; }

    /// <summary>Whether liquidation placed it in the wallet's name.</summary>
    public bool IsLiquidation { get; private set; }

    /// <summary>Makers that it has met, each once.</summary>
    public int MakersMet { get; private set; }

    public Side Side { get; private set; }

    public Price Price { get; private set; }

    public TimeInForce TimeInForce { get; private set; }

    public OrderFlags Flags { get; private set; }

    /// <summary>When a gtd order ends, else 0.</summary>
    public long ExpiresAtMs { get; private set; }

    public string? ClientId { get; private set; }

    public WalletAddress? Builder { get; private set; }

    public StpMode Stp { get; private set; }

    /// <summary>Size; decrement lowers it together with <see cref="RemainingUnits"/>.</summary>
    public long SizeUnits { get; set; }

    public long RemainingUnits { get; set; }

    /// <summary>Why the remainder was cancelled; None while it was not.</summary>
    public OrderReason CancelReason { get; set; }

    public bool IsReduceOnly => (Flags & OrderFlags.ReduceOnly) != 0;

    /// <summary>How much of its wallet's position it can still reduce.</summary>
    public long ReducibleUnits(PositionTable positions) => positions.Of(Wallet, Instrument).ReducibleUnits(Side);

    public bool IsCanceled => CancelReason != OrderReason.None;

    /// <summary>
    /// Counts the maker that is met next, once however often it is met; false when that would be one too many.
    /// </summary>
    public bool MayMeet(long makerOrderId, int maxMakers)
    {
        if (makerOrderId == _lastMakerId)
            return true;
        if (MakersMet == maxMakers)
            return false;
        _lastMakerId = makerOrderId;
        MakersMet++;
        return true;
    }

    public void Start(
        WalletAccount wallet, Instrument instrument, in OrderTerms terms, long orderId, StpMode defaultStp,
        bool isLiquidation = false)
    {
        IsLiquidation = isLiquidation;
        Wallet = wallet;
        Instrument = instrument;
        OrderId = orderId;
        // Field by field: to copy a value that wide costs more than its fields.
        Side = terms.Side;
        Price = terms.Price;
        TimeInForce = terms.TimeInForce;
        Flags = terms.Flags;
        ExpiresAtMs = terms.ExpiresAtMs ?? 0;
        ClientId = terms.ClientId;
        Builder = terms.Builder;
        Stp = terms.Stp ?? defaultStp;
        SizeUnits = terms.Size.Units;
        RemainingUnits = terms.Size.Units;
        CancelReason = OrderReason.None;
        MakersMet = 0;
        _lastMakerId = 0;
    }
}
