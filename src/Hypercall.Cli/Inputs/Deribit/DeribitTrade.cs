namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>
/// One row of a file of Deribit option trades; the two known column sets differ and are read by name.
/// </summary>
/// <param name="Instrument">Deribit's name, e.g. <c>BTC-2JAN22-48000-C</c>.</param>
/// <param name="CoinPrice">Price in the coin, 8 decimals.</param>
/// <param name="TakerSide">Direction of the taker.</param>
/// <param name="VolatilityUnits">Implied volatility as a fraction in units of 1e-8; 0 where the row has none.</param>
internal readonly record struct DeribitTrade(
    long TimestampMs,
    string Instrument,
    Price CoinPrice,
    Quantity Amount,
    Side TakerSide,
    Price IndexPrice,
    long VolatilityUnits);
