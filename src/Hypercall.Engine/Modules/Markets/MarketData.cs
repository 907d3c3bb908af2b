using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Markets;

/// <summary>Index prices and volatility smiles.</summary>
internal sealed class MarketData(
    EngineState state, Turn turn, ChangeLog changes, Registry registry, Examiner examiner)
{
    public RejectCode ApplyPriceUpdate(PriceUpdate command)
    {
        foreach (IndexPrice index in command.Prices)
        {
            RejectCode rejection = CheckIndexPrice(index, command.Force);
            if (rejection != RejectCode.None)
                return rejection;
        }

        foreach (IndexPrice index in command.Prices)
        {
            Underlying underlying = registry.GetOrAddUnderlying(index.Underlying);
            underlying.IndexPriceUnits = index.Price.Units;
            underlying.IndexTimeMs = state.TimestampMs;
            underlying.MarketVersion++;
            underlying.IndexVersion++;
            underlying.History.Add(state.TimestampMs, index.Price.Units);
            underlying.History.DropBefore(state.TimestampMs - state.Rules.TwapMs);
            changes.RecordIndexPrice(underlying);
            examiner.QueueHolders(underlying);
        }

        return RejectCode.None;
    }

    private RejectCode CheckIndexPrice(in IndexPrice index, bool force)
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
            return RejectCode.None;
        Int128 move = (Int128)Math.Abs(price - last) * Rounding.PpmUnit;
        return move > (Int128)limitPpm * last
            ? turn.Reject(RejectCode.InvalidPrice, price, last)
            : RejectCode.None;
    }

    public RejectCode ApplyIvUpdate(IvUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (!CalendarDate.IsValid(command.ExpiryDate))
            return turn.Reject(RejectCode.InvalidExpiry, command.ExpiryDate, state.TimestampMs);
        VolatilityPoint[] points = [.. command.Points];
        Array.Sort(points, static (left, right) => left.Strike.CompareTo(right.Strike));
        if (!IsSurface(points))
            return RejectCode.InvalidSurface;

        Underlying underlying = registry.GetOrAddUnderlying(command.Underlying);
        long now = state.TimestampMs;
        underlying.Smiles.RemoveAll(smile => smile.ExpiryMs <= now || smile.ExpiryDate == command.ExpiryDate);
        long expiryMs = underlying.Rules.ExpiryMs(command.ExpiryDate);
        if (expiryMs > now)
            AddSmile(underlying, new VolatilitySmile(command.ExpiryDate, expiryMs, now, points));
        underlying.MarketVersion++;
        changes.RecordSmiles(underlying, command.ExpiryDate);
        examiner.QueueHolders(underlying);
        return RejectCode.None;
    }

    private static void AddSmile(Underlying underlying, VolatilitySmile smile)
    {
        int index = 0;
        while (index < underlying.Smiles.Count && underlying.Smiles[index].ExpiryDate < smile.ExpiryDate)
            index++;
        underlying.Smiles.Insert(index, smile);
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
