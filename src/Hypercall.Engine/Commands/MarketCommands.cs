namespace Hypercall.Engine.Commands;

/// <summary>What a MarketAction does; the values are part of the canonical encoding.</summary>
public enum MarketActionKind : byte
{
    Create = 0,
    Delete = 1,
    Expire = 2,
    Halt = 3,
    Resume = 4,
}

/// <summary>Creates, deletes, expires, halts or resumes an instrument.</summary>
public sealed record MarketAction(MarketActionKind Action, string Symbol)
    : EngineCommand(CommandType.MarketAction, CommandClass.Venue), ICommand<MarketAction>
{
    static MarketAction ICommand<MarketAction>.Blank { get; } = new(default, "");

    static MarketAction ICommand<MarketAction>.Walk<V>(ref V v, MarketAction c)
    {
        MarketActionKind action = v.Enum("action", c.Action, MarketActionKind.Resume);
        string symbol = v.Text("symbol", c.Symbol, 0, TextLimits.MaxSymbolBytes);
        return V.Makes ? new MarketAction(action, symbol) : c;
    }
}

/// <summary>
/// Sets the trading modes of an underlying, or with <c>*</c> of the whole venue. A book trades only where both the
/// venue's and the underlying's modes allow it.
/// </summary>
public sealed record TradingModeUpdate(string Underlying, TradingModes Modes)
    : EngineCommand(CommandType.TradingModeUpdate, CommandClass.Venue), ICommand<TradingModeUpdate>
{
    /// <summary>Stands for the whole venue.</summary>
    public const string WholeVenue = "*";

    private static readonly string[] First = ["underlying"];

    static TradingModeUpdate ICommand<TradingModeUpdate>.Blank { get; } = new("", default);

    static TradingModeUpdate ICommand<TradingModeUpdate>.Walk<V>(ref V v, TradingModeUpdate c)
    {
        v.Ahead(First);
        TradingModes modes = v.Enum("modes", c.Modes, TradingModes.All, EnumForm.Set);
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        return V.Makes ? new TradingModeUpdate(underlying, modes) : c;
    }
}

/// <summary>The settlement price of one underlying and expiry.</summary>
/// <param name="ExpiryDate">Date as YYYYMMDD.</param>
/// <param name="Price">Price of the underlying, greater than zero.</param>
public readonly record struct SettlementPrice(string Underlying, int ExpiryDate, Price Price);

/// <summary>
/// Settles every expired instrument that has a price: the one given here for its group, else the time-weighted average
/// of the index prices before its expiry.
/// </summary>
/// <param name="Prices">One per group of underlying and expiry date; the first of a group counts.</param>
/// <param name="Force">True: prices may lie as far from the average as they will.</param>
public sealed record TickExpiry(ImmutableArray<SettlementPrice> Prices, bool Force = false)
    : EngineCommand(CommandType.TickExpiry, CommandClass.Venue), ICommand<TickExpiry>
{
    /// <summary>Settles by averages alone.</summary>
    public TickExpiry()
        : this(ImmutableArray<SettlementPrice>.Empty)
    {
    }

    static TickExpiry ICommand<TickExpiry>.Blank { get; } = new([]);

    static TickExpiry ICommand<TickExpiry>.Walk<V>(ref V v, TickExpiry c)
    {
        bool force = v.Boolean("force", c.Force, needed: false);
        ImmutableArray<SettlementPrice> prices =
            v.Items<SettlementPrice, SettlementPriceShape>("prices", c.Prices, needed: false);
        return V.Makes ? new TickExpiry(prices, force) : c;
    }
}

/// <summary>Nothing but time.</summary>
public sealed record Tick() : EngineCommand(CommandType.Tick, CommandClass.Venue), ICommand<Tick>
{
    static Tick ICommand<Tick>.Blank { get; } = new();

    static Tick ICommand<Tick>.Walk<V>(ref V v, Tick c) => V.Makes ? new Tick() : c;
}

/// <summary>An index price.</summary>
public readonly record struct IndexPrice(string Underlying, Price Price);

/// <summary>
/// New index prices. Without <paramref name="Force"/> a step larger than the rules' maxIndexMovePpm rejects all.
/// </summary>
public sealed record PriceUpdate(ImmutableArray<IndexPrice> Prices, bool Force = false)
    : EngineCommand(CommandType.PriceUpdate, CommandClass.Venue), ICommand<PriceUpdate>
{
    private static readonly string[] First = ["prices"];

    static PriceUpdate ICommand<PriceUpdate>.Blank { get; } = new([]);

    static PriceUpdate ICommand<PriceUpdate>.Walk<V>(ref V v, PriceUpdate c)
    {
        v.Ahead(First);
        bool force = v.Boolean("force", c.Force, needed: false);
        ImmutableArray<IndexPrice> prices = v.Items<IndexPrice, IndexPriceShape>("prices", c.Prices);
        return V.Makes ? new PriceUpdate(prices, force) : c;
    }
}

/// <summary>Replaces the volatility smile of one underlying and expiry.</summary>
/// <param name="ExpiryDate">Date as YYYYMMDD.</param>
/// <param name="Points">Strikes with their volatility, in any order.</param>
public sealed record IvUpdate(string Underlying, int ExpiryDate, ImmutableArray<VolatilityPoint> Points)
    : EngineCommand(CommandType.IvUpdate, CommandClass.Venue), ICommand<IvUpdate>
{
    static IvUpdate ICommand<IvUpdate>.Blank { get; } = new("", 0, []);

    static IvUpdate ICommand<IvUpdate>.Walk<V>(ref V v, IvUpdate c)
    {
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        int expiry = v.Int32("expiry", c.ExpiryDate);
        ImmutableArray<VolatilityPoint> points = v.Items<VolatilityPoint, VolatilityPointShape>("points", c.Points);
        return V.Makes ? new IvUpdate(underlying, expiry, points) : c;
    }
}
