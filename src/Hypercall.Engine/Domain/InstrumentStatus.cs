namespace Hypercall.Engine.Domain;

/// <summary>Where an instrument stands in its life; the values are part of the canonical encoding.</summary>
public enum InstrumentStatus : byte
{
    /// <summary>Orders are taken and matched.</summary>
    Active = 0,

    /// <summary>Orders rest and may be cancelled, new ones are rejected.</summary>
    Halted = 1,

    /// <summary>Past its expiry, waiting for its settlement price; it has no orders.</summary>
    ExpiredPendingPrice = 2,

    /// <summary>Every position is settled; the instrument has left the state.</summary>
    Settled = 3,

    /// <summary>Removed by the venue; the symbol is free again.</summary>
    Deleted = 4,
}
