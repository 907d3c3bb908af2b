namespace Hypercall.Views.Statistics;

/// <summary>
/// Counts over all outcomes: commands, rejections by code, trades and volume, per symbol and in all. A symbol that has
/// left the venue (settled, deleted) stays in the venue's totals and leaves the list.
/// </summary>
public sealed class StatisticsView : OutcomeFold
{
    private readonly SortedDictionary<RejectCode, long> _rejections = [];
    private readonly SortedDictionary<RejectCode, long> _actionRejections = [];
    private readonly SortedDictionary<string, TradeTotals> _symbols = new(StringComparer.Ordinal);
    private TradeTotals _venue = new();
    private long _sinceSequence;
    private long _timestampMs;
    private Hash256 _hash;
    private long _commands;
    private long _duplicates;

    /// <summary>The counts now.</summary>
    public StatisticsSnapshot Snapshot() => new(
        _sinceSequence,
        LastSequence,
        _timestampMs,
        _hash,
        _commands,
        _duplicates,
        [.. _rejections],
        [.. _actionRejections],
        _venue.Trades,
        _venue.VolumeUnits,
        _venue.Notional,
        [.. _symbols.Select(pair => pair.Value.ToView(pair.Key))]);

    private protected override void Fold(ApplyOutput outcome)
    {
        _timestampMs = outcome.TimestampMs;
        _hash = outcome.Hash;
        CountOutcome(outcome);
        base.Fold(outcome);
    }

    private protected override void BeginWith(EngineView state)
    {
        _rejections.Clear();
        _actionRejections.Clear();
        _symbols.Clear();
        _venue = new TradeTotals();
        (_commands, _duplicates) = (0, 0);
        (_sinceSequence, _timestampMs, _hash) = (state.Sequence, state.TimestampMs, state.Hash);
    }

    private void CountOutcome(ApplyOutput outcome)
    {
        _commands++;
        if (!outcome.Accepted)
            CountRejection(_rejections, outcome.Rejection.Code);
        if (outcome.Duplicate)
        {
            _duplicates++;
            return;
        }

        foreach (ref readonly ActionResult result in outcome.Results)
        {
            if (result.Rejection.IsRejected)
                CountRejection(_actionRejections, result.Rejection.Code);
        }
    }

    private protected override void Fold(ApplyOutput outcome, int index)
    {
        switch (outcome.Events.KindAt(index))
        {
            case EventKind.Filled:
                Count(outcome.Events.At<Filled>(index), outcome.TimestampMs);
                break;
            case EventKind.MarketUpdated:
                MarketUpdated updated = outcome.Events.At<MarketUpdated>(index);
                if (updated.Status is InstrumentStatus.Settled or InstrumentStatus.Deleted)
                    _symbols.Remove(updated.Symbol);
                break;
            case EventKind kind:
                PassOver(kind);
                break;
        }
    }

    private void Count(in Filled fill, long timestampMs)
    {
        _venue.Add(fill, timestampMs);
        if (!_symbols.TryGetValue(fill.Symbol, out TradeTotals? totals))
            _symbols.Add(fill.Symbol, totals = new TradeTotals());
        totals.Add(fill, timestampMs);
    }

    private static void CountRejection(SortedDictionary<RejectCode, long> counts, RejectCode code) =>
        counts[code] = counts.GetValueOrDefault(code) + 1;
}
