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

    /// <summary>True for the kinds that are counted.</summary>
    /// <exception cref="ArgumentException">A kind that is decided nowhere.</exception>
    internal static bool Uses(EventKind kind) => kind switch
    {
        EventKind.Filled or EventKind.MarketUpdated => true,
        EventKind.OrderUpdated or EventKind.BookChanged or EventKind.BalanceChanged => false,
        EventKind.PositionChanged or EventKind.PositionSettled => false,
        EventKind.MmpTriggered or EventKind.MmpConfigChanged => false,
        EventKind.MarginModeChanged or EventKind.TierChanged or EventKind.LiquidationStateChanged => false,
        EventKind.AgentChanged or EventKind.RulesChanged => false,
        EventKind.LiquidationAuction or EventKind.Deleveraged => false,
        _ => throw Unknown(kind),
    };

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
        if (!Uses(outcome.Events.KindAt(index)))
            return;
        if (outcome.Events.KindAt(index) == EventKind.Filled)
        {
            ref readonly Filled fill = ref outcome.Events.At<Filled>(index);
            _venue.Add(fill, outcome.TimestampMs);
            TotalsOf(fill.Symbol).Add(fill, outcome.TimestampMs);
            return;
        }

        MarketUpdated updated = outcome.Events.At<MarketUpdated>(index);
        if (updated.Status is InstrumentStatus.Settled or InstrumentStatus.Deleted)
            _symbols.Remove(updated.Symbol);
    }

    private TradeTotals TotalsOf(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out TradeTotals? totals))
            return totals;
        totals = new TradeTotals();
        _symbols.Add(symbol, totals);
        return totals;
    }

    private static void CountRejection(SortedDictionary<RejectCode, long> counts, RejectCode code) =>
        counts[code] = counts.GetValueOrDefault(code) + 1;
}
