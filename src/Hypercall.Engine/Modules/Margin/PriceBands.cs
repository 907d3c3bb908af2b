using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

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
    public RejectCode CheckBand(Instrument? instrument, Side side, long priceUnits)
    {
        if (!state.Rules.MarginEnabled || instrument?.Underlying.Rules.PriceBand is not { } band)
            return RejectCode.None;
        return IsBeyondBand(instrument, side, priceUnits, band.MarkPpm, band.Floor.Units, out Int128 bound)
            ? turn.Reject(RejectCode.PriceOutOfBand, priceUnits, bound)
            : RejectCode.None;
    }

    /// <summary>The limit that an order of this side may not pass, or null where there is none.</summary>
    public Int128? BoundUnits(Instrument instrument, Side side)
    {
        if (!state.Rules.MarginEnabled || instrument.Underlying.Rules.PriceBand is not { } band)
            return null;
        IsBeyondBand(instrument, side, 0, band.MarkPpm, band.Floor.Units, out Int128 bound);
        OptionValuation valuation = valuer.Best(instrument, out _);
        return valuation.HasMark && !valuation.IsPending ? bound : null;
    }

    private bool IsBeyondBand(
        Instrument instrument, Side side, long priceUnits, long markPpm, long floorUnits, out Int128 bound)
    {
        bound = 0;
        OptionValuation valuation = valuer.Best(instrument, out _);
        if (!valuation.HasMark || valuation.IsPending)
            return false;
        Int128 width = Int128.Max(Rounding.MultiplyDivide(valuation.MarkUnits, markPpm, Rounding.PpmUnit), floorUnits);
        bound = side == Side.Buy ? valuation.MarkUnits + width : valuation.MarkUnits - width;
        return side == Side.Buy ? priceUnits > bound : priceUnits < bound;
    }

    /// <summary>The band of distress around the mark, else the last mark.</summary>
    public RejectCode CheckDistress(Instrument instrument, Side side, long priceUnits) =>
        IsBeyondDistress(instrument, side, priceUnits, out Int128 bound)
            ? turn.Reject(RejectCode.PriceOutOfBand, priceUnits, bound)
            : RejectCode.None;

    private bool IsBeyondDistress(Instrument instrument, Side side, long priceUnits, out Int128 bound)
    {
        bound = 0;
        return instrument.Underlying.Rules.Distress is { } distress
            && IsBeyondBand(instrument, side, priceUnits, distress.BandPpm, distress.Floor.Units, out bound);
    }

    /// <summary>Whether a limit is no further from the mark than a wallet in distress may pay.</summary>
    public bool IsInDistressBand(Instrument instrument, Side side, long priceUnits) =>
        !IsBeyondDistress(instrument, side, priceUnits, out _);
}
