namespace Hypercall.Engine.Domain;

/// <summary>Side of an order; the values are part of the canonical encoding.</summary>
public enum Side : byte
{
    Buy = 0,
    Sell = 1,
}

/// <summary>How long an order lives; the values are part of the canonical encoding.</summary>
public enum TimeInForce : byte
{
    /// <summary>Good till cancelled.</summary>
    Gtc = 0,

    /// <summary>Immediate or cancel: what does not fill at once is cancelled.</summary>
    Ioc = 1,

    /// <summary>Fill or kill: all at once or rejected.</summary>
    Fok = 2,

    /// <summary>Good till date: cancelled at its expiry instant.</summary>
    Gtd = 3,
}

/// <summary>
/// Self-trade prevention: what happens when the next maker belongs to the taker's wallet; the aggressor's mode
/// decides. The values are part of the canonical encoding.
/// </summary>
public enum StpMode : byte
{
    /// <summary>The maker is cancelled and matching goes on.</summary>
    CancelMaker = 0,

    /// <summary>The taker's remainder is cancelled and matching stops.</summary>
    CancelTaker = 1,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 2,

    /// <summary>The smaller remainder is taken from both without a trade; what reaches zero is cancelled.</summary>
    Decrement = 3,
}

/// <summary>Flags of an order; the bits are part of the canonical encoding.</summary>
[Flags]
public enum OrderFlags : byte
{
    None = 0,

    /// <summary>Rejected if it would trade at once.</summary>
    PostOnly = 1,

    /// <summary>Executes at most what reduces the position.</summary>
    ReduceOnly = 2,

    /// <summary>Counts for, and is cancelled by, market-maker protection.</summary>
    Mmp = 4,
}
