namespace Hypercall.Engine.Domain;

/// <summary>Ways of trading that an underlying allows; the bits are part of the canonical encoding.</summary>
[Flags]
public enum TradingModes : byte
{
    None = 0,
    Orderbook = 1,
    Rfq = 2,
    All = Orderbook | Rfq,
}
