namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Bands around the mark, else the last mark (risk.md §A3): that of every order, and that of wallets in distress.
/// </summary>
internal sealed class PriceBands(EngineState state, Turn turn, OptionValuer valuer)
{
    /// <summary>
    /// The band around the mark, else the last mark (risk.md §A3): a buy may not be far above it, a sell not far below.
    /// Where there is neither, and for what has expired, there is none.
    /// </summary>
    public Refusal? CheckBand(Instrument? instrument, Side side, long priceUnits) =>
        instrument is null ? null : Check(BoundUnits(instrument, side), side, priceUnits);

    /// <summary>The band of distress around the mark, else the last mark.</summary>
    public Refusal? CheckDistress(Instrument instrument, Side side, long priceUnits) =>
        Check(DistressBoundUnits(instrument, side), side, priceUnits);

    /// <summary>Whether a limit is no further from the mark than a wallet in distress may pay.</summary>
    public bool IsInDistressBand(Instrument instrument, Side side, long priceUnits) =>
        !IsBeyond(DistressBoundUnits(instrument, side), side, priceUnits);

    /// <summary>The limit that an order of this side may not pass, or null where there is none.</summary>
    public Int128? BoundUnits(Instrument instrument, Side side) =>
        state.Rules.MarginEnabled && instrument.Underlying.Rules.PriceBand is { } band
            ? BoundUnits(instrument, side, band.MarkPpm, band.Floor)
            : null;

    private Int128? DistressBoundUnits(Instrument instrument, Side side) =>
        instrument.Underlying.Rules.Distress is { } distress
            ? BoundUnits(instrument, side, distress.BandPpm, distress.Floor)
            : null;

    private Int128? BoundUnits(Instrument instrument, Side side, long markPpm, Price floor)
    {
        OptionValuation valuation = valuer.Best(instrument, out _);
        if (!valuation.HasMark || valuation.IsPending)
            return null;
        Int128 width = Int128.Max(
            Rounding.MultiplyDivide(valuation.MarkUnits, markPpm, Rounding.PpmUnit), floor.Units);
        return side == Side.Buy ? valuation.MarkUnits + width : valuation.MarkUnits - width;
    }

    private Refusal? Check(Int128? boundUnits, Side side, long priceUnits) => IsBeyond(boundUnits, side, priceUnits)
        ? turn.Reject(RejectCode.PriceOutOfBand, priceUnits, boundUnits.GetValueOrDefault())
        : null;

    private static bool IsBeyond(Int128? boundUnits, Side side, long priceUnits) =>
        side == Side.Buy ? priceUnits > boundUnits : priceUnits < boundUnits;
}
