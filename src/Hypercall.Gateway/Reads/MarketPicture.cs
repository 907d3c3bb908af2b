namespace Hypercall.Gateway.Reads;

/// <summary>All that public reads tell of the venue's options, put together for one answer.</summary>
/// <param name="Sequence">Which sequence the engine's part is as of.</param>
/// <param name="NowMs">The engine's time then.</param>
/// <param name="Terms">What is listed, and on which terms.</param>
/// <param name="Chains">Markets, marks and greeks of the underlyings asked for.</param>
/// <param name="Days">What traded in the last 24 hours, by symbol.</param>
/// <param name="Listed">Instruments by number, gone ones among them.</param>
internal sealed record MarketPicture(
    long Sequence,
    long NowMs,
    InstrumentsAnswer Terms,
    IReadOnlyList<ChainView> Chains,
    Dictionary<string, DayTotals> Days,
    IReadOnlyDictionary<long, InstrumentRow> Listed)
{
    public UnderlyingView TermsOf(string underlying) => Terms.Underlyings.Single(view => view.Name == underlying);

    /// <summary>What traded in a symbol, or null.</summary>
    public DayTotals? DayOf(string symbol) => Days.GetValueOrDefault(symbol);

    /// <summary>When an instrument was created; one that the history does not know yet: now.</summary>
    public long CreatedAtMs(int number) => Listed.TryGetValue(number, out InstrumentRow? row) ? row.CreatedAtMs : NowMs;

    /// <summary>Ways of trading that an underlying has.</summary>
    public TradingModes ModesOf(UnderlyingView underlying) => underlying.Modes & Terms.VenueModes;

    /// <summary>Each option, as one of the faces tells it.</summary>
    public IEnumerable<OptionPicture> Options(bool isDeribit) =>
        from chain in Chains
        from option in chain.Options
        select new OptionPicture(this, chain, option, isDeribit);

    /// <summary>An option by its symbol or id.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public OptionPicture Find(string name, bool isDeribit)
    {
        bool isNumber = ReadQuery.IsId(name, out long id);
        foreach (OptionPicture picture in Options(isDeribit))
        {
            if (isNumber ? picture.Option.Number + 1L == id : picture.Option.Symbol == name)
                return picture;
        }

        throw new RefusedException(GatewayError.NotFound("there is no such instrument", Sequence));
    }
}
