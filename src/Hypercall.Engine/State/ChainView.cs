namespace Hypercall.Engine.State;

/// <summary>The options of one underlying with their markets and greeks, made on demand for people and tools.</summary>
/// <param name="Index">Index price, or null when there is none that counts.</param>
/// <param name="Options">Ascending by expiry, strike, calls first.</param>
public sealed record ChainView(string Underlying, Price? Index, IReadOnlyList<ChainOption> Options);

/// <summary>
/// One option of a chain. Prices and sizes are null where there is no order; greeks where there is no mark.
/// </summary>
/// <param name="Volatility">Annual volatility as a fraction, 8 decimals.</param>
/// <param name="Greeks">Mark and greeks of one contract, 8 decimals.</param>
/// <param name="Number">Dense in the order of creation from 0, never used again.</param>
/// <param name="Mark">Mark, also of what awaits its settlement price; null where there is none.</param>
/// <param name="Lowest">Least price of a sell by the band; null: none.</param>
/// <param name="Highest">Greatest price of a buy by the band; null: none.</param>
/// <param name="OpenInterest">Contracts held long.</param>
public sealed record ChainOption(
    string Symbol,
    ContractKey Contract,
    InstrumentStatus Status,
    Price? Bid,
    Quantity? BidSize,
    Price? Ask,
    Quantity? AskSize,
    decimal? Volatility,
    ChainGreeks? Greeks,
    int Number,
    long ExpiryMs,
    Price? Mark,
    Price? Lowest,
    Price? Highest,
    Quantity OpenInterest);

/// <summary>Mark price and greeks of one contract.</summary>
/// <param name="Mark">Mark price in USDC.</param>
/// <param name="Delta">Per USDC of the underlying.</param>
/// <param name="Gamma">Change of delta per USDC of the underlying.</param>
/// <param name="Vega">Per point of volatility.</param>
/// <param name="Theta">Per day.</param>
public sealed record ChainGreeks(Price Mark, decimal Delta, decimal Gamma, decimal Vega, decimal Theta);
