using System.Collections.Immutable;
using Hypercall.Engine.Domain;

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
public sealed record MarketAction(MarketActionKind Action, string Symbol) : EngineCommand
{
    public override CommandType Type => CommandType.MarketAction;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>
/// Sets the trading modes of an underlying, or with <c>*</c> of the whole venue. A book trades only where both the
/// venue's and the underlying's modes allow it.
/// </summary>
public sealed record TradingModeUpdate(string Underlying, TradingModes Modes) : EngineCommand
{
    /// <summary>Stands for the whole venue.</summary>
    public const string WholeVenue = "*";

    public override CommandType Type => CommandType.TradingModeUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>The settlement price of one underlying and expiry.</summary>
/// <param name="Underlying">Name of the underlying.</param>
/// <param name="ExpiryDate">Date as YYYYMMDD.</param>
/// <param name="Price">Price of the underlying, greater than zero.</param>
public readonly record struct SettlementPrice(string Underlying, int ExpiryDate, Price Price);

/// <summary>
/// Settles every expired instrument that has a price: the one given here for its group, else the time-weighted average
/// of the index prices before its expiry.
/// </summary>
/// <param name="Prices">One per group of underlying and expiry date; the first of a group counts.</param>
/// <param name="Force">True: prices may lie as far from the average as they will.</param>
public sealed record TickExpiry(ImmutableArray<SettlementPrice> Prices, bool Force = false) : EngineCommand
{
    /// <summary>Settles by averages alone.</summary>
    public TickExpiry()
        : this(ImmutableArray<SettlementPrice>.Empty)
    {
    }

    public override CommandType Type => CommandType.TickExpiry;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Nothing but time.</summary>
public sealed record Tick : EngineCommand
{
    public override CommandType Type => CommandType.Tick;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>An index price.</summary>
public readonly record struct IndexPrice(string Underlying, Price Price);

/// <summary>
/// New index prices. Without <paramref name="Force"/> a step larger than the rules' maxIndexMovePpm rejects all.
/// </summary>
public sealed record PriceUpdate(ImmutableArray<IndexPrice> Prices, bool Force = false) : EngineCommand
{
    public override CommandType Type => CommandType.PriceUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Replaces the volatility smile of one underlying and expiry.</summary>
/// <param name="Underlying">Name of the underlying.</param>
/// <param name="ExpiryDate">Date as YYYYMMDD.</param>
/// <param name="Points">Strikes with their volatility, in any order.</param>
public sealed record IvUpdate(string Underlying, int ExpiryDate, ImmutableArray<VolatilityPoint> Points) : EngineCommand
{
    public override CommandType Type => CommandType.IvUpdate;
    public override CommandClass Class => CommandClass.Venue;
}
