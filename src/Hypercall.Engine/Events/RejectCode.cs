namespace Hypercall.Engine.Events;

/// <summary>
/// Why a command was rejected: where several apply, the first one of engine.md §4 is reported. The values stand in
/// about that order; what is checked with an order's shape, <see cref="Overflow"/> and <see cref="UnknownBuilder"/>,
/// does not. They are part of the canonical encoding and never change.
/// </summary>
public enum RejectCode : byte
{
    /// <summary>Not rejected: accepted.</summary>
    None = 0,

    /// <summary>Sequence is not the last + 1, or time is before the last. Consumes no sequence.</summary>
    OutOfOrder = 1,

    /// <summary>A retry whose first outcome has been forgotten; nothing was executed.</summary>
    OutcomeForgotten = 2,

    /// <summary>The request id was used for another command.</summary>
    RequestIdReused = 3,

    /// <summary>The signer is neither the wallet nor a live agent of it, or not named for this venue command.</summary>
    NotAuthorized = 4,

    /// <summary>The nonce is not within (T − 2 days, T + 1 day).</summary>
    NonceOutOfBounds = 5,

    /// <summary>The nonce was used before.</summary>
    NonceReused = 6,

    /// <summary>The nonce is not greater than the smallest of the 100 kept.</summary>
    NonceTooLow = 7,

    /// <summary>Not a canonical option symbol, or not an underlying's name.</summary>
    InvalidSymbol = 10,

    /// <summary>Zero, negative, or too far from the last price or average without force.</summary>
    InvalidPrice = 11,

    /// <summary>Not a multiple of the tick at this price.</summary>
    PriceOffTick = 12,

    /// <summary>More significant figures than the rules allow.</summary>
    TooManySignificantFigures = 13,

    /// <summary>Zero or negative.</summary>
    InvalidSize = 14,

    /// <summary>Not a multiple of the size step.</summary>
    SizeOffStep = 15,

    /// <summary>Below the minimum.</summary>
    SizeTooSmall = 16,

    /// <summary>Above the maximum.</summary>
    SizeTooLarge = 17,

    /// <summary>A buy too far above, or a sell too far below, the mark.</summary>
    PriceOutOfBand = 18,

    /// <summary>Longer than 64 bytes.</summary>
    ClientIdTooLong = 19,

    /// <summary>An open order of the wallet has this client id.</summary>
    ClientIdInUse = 20,

    /// <summary>A gtd order without a future expiry, another with one, or a false date.</summary>
    InvalidExpiry = 21,

    /// <summary>Post-only with ioc or fok.</summary>
    InvalidFlags = 22,

    /// <summary>No such instrument.</summary>
    UnknownInstrument = 23,

    /// <summary>Past its expiry.</summary>
    InstrumentExpired = 24,

    /// <summary>Halted.</summary>
    InstrumentHalted = 25,

    /// <summary>The trading mode does not allow the book, or requests for quote.</summary>
    TradingModeDisabled = 26,

    /// <summary>The wallet's liquidation state does not allow it.</summary>
    LiquidationRestricted = 27,

    /// <summary>The tier's limit of open orders is reached.</summary>
    TooManyOpenOrders = 28,

    /// <summary>The tier's limit of open positions is reached.</summary>
    TooManyPositions = 29,

    /// <summary>Market-maker protection has frozen the wallet on this underlying.</summary>
    MmpFrozen = 30,

    /// <summary>A reduce-only order that cannot reduce the position.</summary>
    ReduceOnlyWouldIncrease = 31,

    /// <summary>A post-only order that would trade at once.</summary>
    PostOnlyWouldCross = 32,

    /// <summary>A fill-or-kill order that cannot fill whole.</summary>
    FillOrKillUnfillable = 33,

    /// <summary>The margin excess after would be below zero and below what it is now.</summary>
    InsufficientMargin = 34,

    /// <summary>The margin formula needs a mark that cannot be had.</summary>
    MissingMark = 35,

    /// <summary>A fee rate needs an index price and there is none.</summary>
    MissingIndexPrice = 36,

    /// <summary>The wallet has no such open order.</summary>
    UnknownOrder = 37,

    /// <summary>A bulk of no action or of more than 50.</summary>
    InvalidBulk = 38,

    /// <summary>The instrument exists already.</summary>
    InstrumentExists = 39,

    /// <summary>The instrument has positions.</summary>
    InstrumentInUse = 40,

    /// <summary>The instrument is active.</summary>
    InstrumentNotHalted = 41,

    /// <summary>Zero or negative amount.</summary>
    InvalidAmount = 42,

    /// <summary>A limit that keeps every later computation inside its type.</summary>
    Overflow = 43,

    /// <summary>Less cash than asked for.</summary>
    InsufficientBalance = 44,

    /// <summary>Fewer contracts than asked for.</summary>
    InsufficientPosition = 45,

    /// <summary>The transfer's number is below the source's last, or of another transfer than that.</summary>
    TransferNumberUsed = 46,

    /// <summary>A wallet cannot be its own agent.</summary>
    InvalidAgent = 47,

    /// <summary>The agent was revoked or has expired; it stays dead for this wallet until it is forgotten.</summary>
    AgentDead = 48,

    /// <summary>No live agent of this address.</summary>
    UnknownAgent = 49,

    /// <summary>
    /// An interval out of its range, a negative time or limit, a 257th underlying; enabled without limit or
    /// instrument.
    /// </summary>
    InvalidMmpConfig = 50,

    /// <summary>Not exactly the last config nonce + 1.</summary>
    InvalidConfigNonce = 51,

    /// <summary>No configuration for this wallet and underlying.</summary>
    UnknownMmpConfig = 52,

    /// <summary>
    /// A volatility smile without points, with a strike twice, or with a strike or volatility not above 0.
    /// </summary>
    InvalidSurface = 53,

    /// <summary>A request for quote without legs, with too many, or with an id that is empty or too long.</summary>
    InvalidRfq = 54,

    /// <summary>Taker and maker of a request for quote are one wallet.</summary>
    RfqSelfTrade = 55,

    /// <summary>A rule set with a missing, unknown or wrong member; the detail names it.</summary>
    InvalidRules = 56,

    /// <summary>A tier with an empty or too long name or a negative limit.</summary>
    InvalidTier = 57,

    /// <summary>Skipped by the operator (runtime.md §2).</summary>
    Skipped = 58,

    /// <summary>A transfer of a new source while as many are known as the rules allow.</summary>
    TooManySources = 59,

    /// <summary>The order names a builder that the rules do not, or its own wallet.</summary>
    UnknownBuilder = 60,

    /// <summary>The wallet holds options that have expired and await their settlement.</summary>
    SettlementPending = 61,

    /// <summary>The wallet has as many agents as the rules allow, live or in all.</summary>
    TooManyAgents = 62,

    /// <summary>
    /// A bid where no such auction runs, for the bidder's own portfolio, or for one that needs no auction any more.
    /// </summary>
    InvalidBid = 63,

    /// <summary>A bid below what is asked.</summary>
    BidTooLow = 64,
}
