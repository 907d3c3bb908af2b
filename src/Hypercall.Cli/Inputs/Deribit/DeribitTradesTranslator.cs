using Hypercall.Gateway.Requests;

namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>
/// Turns a file of Deribit option trades into commands (wire.md §Real input): for each trade its instrument where it
/// is the first, index price and volatility of the row, a maker's quote, and the taker's ioc order that hits it. Made
/// for one reading; the counts are those of that reading.
/// </summary>
/// <param name="withMargin">
/// True: on a venue with margin, where both wallets have deposits and the maker quotes under protection.
/// </param>
internal sealed class DeribitTradesTranslator(string path, bool withMargin = false) : ICommandSource
{
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);
    private readonly HashSet<string> _protected = new(StringComparer.Ordinal);
    private long _trades;
    private long _withoutVolatility;
    private InputFile? _file;

    /// <summary>Rows read so far.</summary>
    public long Trades => _trades;

    /// <summary>Rows whose iv is 0, which give no IvUpdate.</summary>
    public long WithoutVolatility => _withoutVolatility;

    public double Fraction => _file?.Fraction ?? 0;

    public int HeaderLines => 1;

    public IReadOnlyList<KeyValuePair<string, long>> Counts =>
    [
        new("trades read", _trades),
        new("instruments created", _created.Count),
        new("trades without volatility", _withoutVolatility),
    ];

    public IEnumerable<InputCommand> Read()
    {
        _created.Clear();
        _protected.Clear();
        _trades = 0;
        _withoutVolatility = 0;
        using InputFile file = InputFile.Open(path);
        _file = file;
        foreach ((long row, DeribitTrade trade) in DeribitTradeReader.Read(file))
        {
            if (!ParsedInstrument.TryParse(SymbolNames.Canonical(trade.Instrument), out ParsedInstrument? instrument))
                throw InputException.AtLine(path, row + HeaderLines, $"instrument '{trade.Instrument}' is no option");
            if (_trades++ == 0)
            {
                foreach (EngineCommand command in DeribitVenue.Opening(withMargin))
                    yield return InputCommand.Trusted(0, trade.TimestampMs, command);
            }

            Price price = UsdcPrice(trade.CoinPrice, trade.IndexPrice)
                ?? throw InputException.AtLine(path, row + HeaderLines, "price times index_price is no price");
            foreach (EngineCommand command in Translate(trade, instrument, price))
                yield return InputCommand.Trusted(row, trade.TimestampMs, command);
        }
    }

    /// <summary>Coin price × index at 8 decimals, midpoint away from zero; null where no price is as large.</summary>
    internal static Price? UsdcPrice(Price coin, Price index)
    {
        Int128 units = Rounding.MultiplyDivide(coin.Units, index.Units, Price.UnitsPerUsdc);
        return units <= long.MaxValue ? new Price((long)units) : null;
    }

    private IEnumerable<EngineCommand> Translate(DeribitTrade trade, ParsedInstrument instrument, Price price)
    {
        ContractKey key = instrument.Key;
        if (_created.Add(instrument.Symbol))
            yield return new MarketAction(MarketActionKind.Create, instrument.Symbol);
        if (withMargin && _protected.Add(key.Underlying))
            yield return DeribitVenue.Protection(key.Underlying);
        yield return new PriceUpdate([new IndexPrice(key.Underlying, trade.IndexPrice)], Force: true);
        if (trade.VolatilityUnits == 0)
            _withoutVolatility++;
        else
            yield return new IvUpdate(
                key.Underlying, key.ExpiryDate, [new VolatilityPoint(key.Strike, trade.VolatilityUnits)]);

        Side makerSide = Sides.Opposite(trade.TakerSide);
        yield return new PlaceOrder(DeribitVenue.Maker, new OrderTerms(
            instrument.Symbol, makerSide, price, trade.Amount, Flags: withMargin ? OrderFlags.Mmp : OrderFlags.None));
        yield return new PlaceOrder(DeribitVenue.Taker, new OrderTerms(
            instrument.Symbol, trade.TakerSide, price, trade.Amount, TimeInForce.Ioc));
    }
}
