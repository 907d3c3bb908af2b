namespace Hypercall.Engine.State;

/// <summary>
/// What a wallet has in an instrument: its position and its open orders' sums. Exists while any of them is not zero.
/// </summary>
internal struct PositionEntry
{
    public int Wallet;
    public int Instrument;

    /// <summary>Signed contracts.</summary>
    public long QuantityUnits;

    /// <summary>Σ signed quantity × price; 0 when flat.</summary>
    public Int128 CostUnits;

    /// <summary>Σ remaining of the wallet's open buys (derived from the orders).</summary>
    public long OpenBuyUnits;

    /// <summary>Σ remaining of the wallet's open sells (derived from the orders).</summary>
    public long OpenSellUnits;

    /// <summary>Slot of the wallet's next entry, or -1.</summary>
    public int NextOfWallet;

    /// <summary>Slot of the wallet's previous entry, or -1.</summary>
    public int PreviousOfWallet;

    /// <summary>True when nothing is left to remember.</summary>
    public readonly bool IsVacant => QuantityUnits == 0 && OpenBuyUnits == 0 && OpenSellUnits == 0;
}
