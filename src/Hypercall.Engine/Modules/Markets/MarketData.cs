using Hypercall.Engine.Modules.Liquidation;

namespace Hypercall.Engine.Modules.Markets;

/// <summary>Index prices and volatility smiles.</summary>
internal sealed class MarketData(EngineState state, Turn turn, Examiner examiner)
{
    public Refusal? ApplyPriceUpdate(PriceUpdate command)
    {
        foreach (IndexPrice index in command.Prices)
        {
            if (CheckIndexPrice(index, command.Force) is { } rejection)
                return rejection;
        }

        foreach (IndexPrice index in command.Prices)
        {
            Underlying underlying = state.GetOrAddUnderlying(index.Underlying);
            long now = state.TimestampMs;
            state.Markets.SetIndexPrice(underlying, index.Price.Units, now, now - state.Rules.TwapMs);
            examiner.QueueHolders(underlying);
        }

        return null;
    }

    private Refusal? CheckIndexPrice(in IndexPrice index, bool force)
    {
        if (!ParsedInstrument.IsUnderlying(index.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, index.Underlying);
        long price = index.Price.Units;
        if (price <= 0)
            return turn.Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        long last = state.Markets.FindUnderlying(index.Underlying)?.IndexPriceUnits ?? 0;
        long limitPpm = state.Rules.MaxIndexMovePpm;
        if (force || limitPpm == 0 || last == 0)
            return null;
        Int128 move = (Int128)Math.Abs(price - last) * Rounding.PpmUnit;
        return move > (Int128)limitPpm * last
            ? turn.Reject(RejectCode.InvalidPrice, price, last)
            : null;
    }

    public Refusal? ApplyIvUpdate(IvUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (!CalendarDate.IsValid(command.ExpiryDate))
            return turn.Reject(RejectCode.InvalidExpiry, command.ExpiryDate, state.TimestampMs);
        VolatilityPoint[] points = [.. command.Points];
        Array.Sort(points, static (left, right) => left.Strike.CompareTo(right.Strike));
        if (!IsSurface(points))
            return RejectCode.InvalidSurface;

        Underlying underlying = state.GetOrAddUnderlying(command.Underlying);
        long now = state.TimestampMs;
        // Instruments keep their instants: a list passes with the last of its date, whatever the rules are by then.
        long expiryMs = state.Markets.LastExpiryMs(
            underlying, command.ExpiryDate, underlying.Rules.ExpiryMs(command.ExpiryDate));
        VolatilitySmile? smile = expiryMs > now
            ? new VolatilitySmile(command.ExpiryDate, expiryMs, now, points)
            : null;
        state.Markets.SetSmile(underlying, command.ExpiryDate, smile, now);
        examiner.QueueHolders(underlying);
        return null;
    }

    private static bool IsSurface(ReadOnlySpan<VolatilityPoint> sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            bool repeated = i > 0 && sorted[i - 1].Strike == sorted[i].Strike;
            if (sorted[i].Strike.Units <= 0 || sorted[i].VolatilityUnits <= 0 || repeated)
                return false;
        }

        return !sorted.IsEmpty;
    }
}
