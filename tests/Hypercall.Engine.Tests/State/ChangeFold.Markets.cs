using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>Markets, rules and protection.</summary>
internal sealed partial class ChangeFold
{
    private const long DayMs = 86_400_000;

    private void ReadInstrument(ref CanonicalReader reader)
    {
        InstrumentEntry entry = EntryShapes.Walk(ref reader, default(InstrumentEntry));
        if (_isPassing)
            return;
        Assert.True(ParsedInstrument.TryParse(entry.Symbol, out ParsedInstrument? parsed));
        _state.Markets.Put(entry, parsed, _state.Markets.FindUnderlying(parsed.Key.Underlying)!);
        Assert.Equal(entry.Symbol, _state.Markets[entry.Number]!.Symbol);
    }

    private void ReadInstrumentRemoved(ref CanonicalReader reader)
    {
        int number = ReadNumber(ref reader);
        if (!_isPassing)
            _state.Markets.Remove(_state.Markets[number]!);
    }

    private void ReadUnderlying(ref CanonicalReader reader)
    {
        string name = EntryShapes.WalkName(ref reader, string.Empty);
        Underlying underlying = _isPassing
            ? new Underlying(0, name, _state.RulesOf(name))
            : _state.Markets.FindUnderlying(name) ?? _state.Markets.AddUnderlying(name, _state.RulesOf(name));
        EntryShapes.Walk(ref reader, underlying);
    }

    private void ReadIndexPrice(ref CanonicalReader reader)
    {
        int number = ReadNumber(ref reader);
        long price = reader.ReadInt64();
        long time = reader.ReadInt64();
        if (!_isPassing)
            _state.Markets.SetIndexPrice(_state.Markets.Underlyings[number], price, time, time - _state.Rules.TwapMs);
    }

    private void ReadSmile(ref CanonicalReader reader)
    {
        int number = ReadNumber(ref reader);
        int count = ReadNumber(ref reader);
        VolatilitySmile? smile = IsSmileNext(reader) ? EntryShapes.Walk(ref reader, AnySmile) : null;
        if (_isPassing)
            return;
        Underlying underlying = _state.Markets.Underlyings[number];
        _state.Markets.SetSmile(underlying, smile?.ExpiryDate ?? DateTakenAway(underlying, count), smile, Now);
        Assert.Equal(count, underlying.Smiles.Count);
    }

    /// <summary>
    /// The record ends with the smile, or without one where it had expired when it came: its time is the command's.
    /// </summary>
    private bool IsSmileNext(CanonicalReader reader)
    {
        reader.ReadInt32();
        reader.ReadInt64();
        return reader.ReadInt64() == Now && !reader.Failed;
    }

    /// <summary>
    /// What has expired goes by itself. Under an earlier time of expiry than it was set with, today's smile may go too,
    /// if it was this that came anew: the count tells.
    /// </summary>
    private int DateTakenAway(Underlying underlying, int count)
    {
        VolatilitySmile[] alive = [.. underlying.Smiles.Where(smile => smile.ExpiryMs > Now)];
        return alive.Length == count
            ? 0
            : alive.Single(smile => CalendarDate.ToEpochMs(smile.ExpiryDate) / DayMs == Now / DayMs).ExpiryDate;
    }

    private void ReadVenueModes(ref CanonicalReader reader)
    {
        TradingModes? modes = EntryShapes.WalkModes(ref reader, null);
        if (!_isPassing)
            _state.Markets.SetVenueModes(modes);
    }

    private void ReadRules(ref CanonicalReader reader)
    {
        RuleSet rules = RuleSetCodec.Read(ref reader)!;
        if (!_isPassing)
            _state.UseRules(rules);
    }

    private void ReadMmp(ref CanonicalReader reader)
    {
        (int wallet, int underlying) = EntryShapes.WalkKey(ref reader, 0, 0);
        CanonicalReader values = reader;
        var read = new MmpState(wallet, underlying);
        EntryShapes.Walk(ref reader, read);
        int fills = ReadNumber(ref reader);
        MmpTotals totals = EntryShapes.Walk(ref reader, default(MmpTotals));
        if (_isPassing)
            return;
        MmpState mmp = _state.Mmp.GetOrAdd(wallet, underlying);
        FoldWindow(mmp, read.ConfigNonce, fills, totals);
        EntryShapes.Walk(ref values, mmp);
    }

    /// <summary>
    /// The record has the window's count and sums. Empty, it was cleared; under a config nonce of before, it is the old
    /// one pruned, and one fill more: the difference of the sums.
    /// </summary>
    private void FoldWindow(MmpState mmp, long configNonce, int fills, in MmpTotals totals)
    {
        if (fills == 0)
        {
            mmp.Reset();
        }
        else if (mmp.ConfigNonce == configNonce)
        {
            mmp.Prune(Now, _state.Rules.Mmp.Window);
            mmp.Record(
                new MmpFillRecord(Now, totals - mmp.Totals), _state.Rules.MaxMmpRecords, _state.Rules.Mmp.Window);
        }

        Assert.Equal((fills, totals), (mmp.FillCount, mmp.Totals));
    }
}
