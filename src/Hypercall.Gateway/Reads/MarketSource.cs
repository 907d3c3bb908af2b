namespace Hypercall.Gateway.Reads;

/// <summary>
/// Gathers what public reads tell. The day's trades are read as they come, and added up once for each sequence of the
/// history that somebody asks at.
/// </summary>
internal sealed class MarketSource(ReplicaReads replica, PastReads past)
{
    private sealed record Gathered(
        int Begins, long Sequence, Dictionary<string, DayTotals> Days, IReadOnlyDictionary<long, InstrumentRow> Listed);

    private readonly DayTrades _day = new();
    private readonly SemaphoreSlim _gathering = new(1);
    private Gathered? _gathered;

    /// <summary>The options of one underlying, or of all.</summary>
    /// <param name="underlying">Its name; null: all.</param>
    /// <param name="minSequence">The least sequence of the engine's part.</param>
    /// <exception cref="RefusedException">There is no such underlying.</exception>
    public async Task<MarketPicture> TakeAsync(string? underlying, long minSequence, CancellationToken cancellation)
    {
        Reading<InstrumentsAnswer> terms = await replica.AskAsync<InstrumentsAnswer>(
            EngineQuestion.AboutInstruments, minSequence, cancellation);
        if (underlying is not null && terms.Answer.Underlyings.All(view => view.Name != underlying))
            throw new RefusedException(GatewayError.NotFound(
                $"there is no underlying {underlying}", terms.Sequence));
        var chains = new List<ChainView>();
        foreach (string name in terms.Answer.Underlyings.Select(view => view.Name))
        {
            if (underlying is null || name == underlying)
                chains.Add(await ChainAsync(name, terms.Sequence, cancellation));
        }

        Gathered gathered = await GatherAsync(terms.Standing.TimestampMs, cancellation);
        return new MarketPicture(
            terms.Sequence, terms.Standing.TimestampMs, terms.Answer, chains, gathered.Days, gathered.Listed);
    }

    /// <summary>As above, for a read whose parameters have ended.</summary>
    public Task<MarketPicture> TakeAsync(string? underlying, ReadQuery query) =>
        TakeAsync(underlying, query.MinSequence, query.Cancellation);

    private async Task<ChainView> ChainAsync(string underlying, long minSequence, CancellationToken cancellation)
    {
        Reading<ChainAnswer> chain = await replica.AskAsync<ChainAnswer>(
            EngineQuestion.AboutChain(underlying), minSequence, cancellation);
        return chain.Answer.Chain!;
    }

    private async Task<Gathered> GatherAsync(long nowMs, CancellationToken cancellation)
    {
        Gathered? known = Volatile.Read(ref _gathered);
        int begins = past.Begins;
        long stored = (await past.ReadAsync(
            0, static reader => new HistoryPage<InstrumentRow>(reader.Mark(), []), cancellation)).Mark.Sequence;
        if (known?.Sequence == stored && known.Begins == begins)
            return known;
        using Turn turn = await Turn.AtAsync(_gathering, cancellation);
        // What another one has gathered meanwhile is as new.
        if (_gathered is { } now && !ReferenceEquals(now, known) && now.Sequence >= stored)
            return now;
        HistoryPage<InstrumentRow> listed = await past.ReadAsync(0, reader => reader.Instruments(), cancellation);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            0, reader => _day.ReadNew(reader, past.Begins, nowMs), cancellation);
        var gathered = new Gathered(
            begins, listed.Mark.Sequence, _day.Take(page, nowMs), listed.Rows.ToDictionary(row => row.Number));
        Volatile.Write(ref _gathered, gathered);
        return gathered;
    }
}
