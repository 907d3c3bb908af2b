namespace Hypercall.Engine.Events;

/// <summary>Detail texts of rejections, made from code and arguments; never stored, hashed or compared.</summary>
public static class RejectText
{
    /// <summary>A sentence for people, or null when accepted.</summary>
    public static string? Describe(in Rejection rejection)
    {
        Int128 first = rejection.Arguments.First;
        Int128 second = rejection.Arguments.Second;
        string? name = rejection.Arguments.Name;
        return rejection.Code switch
        {
            RejectCode.None => null,
            RejectCode.OutOfOrder => $"sequence or time out of order: given {first}, expected {second}",
            RejectCode.OutcomeForgotten => $"first sent at {first}, outcomes are remembered since {second}",
            RejectCode.RequestIdReused => $"the request id belongs to another command, sequence {first}",
            RejectCode.NotAuthorized => "the signer may not send this command",
            RejectCode.NonceOutOfBounds => $"nonce {first} is outside the time bounds at {second}",
            RejectCode.NonceReused => $"nonce {first} was used before",
            RejectCode.NonceTooLow => $"nonce {first} is not greater than {second}",
            RejectCode.InvalidSymbol => $"'{name}' is not a canonical symbol",
            RejectCode.InvalidPrice when second != 0 => $"price {Price(first)} moves too far from {Price(second)}",
            RejectCode.InvalidPrice => $"price {Price(first)} is not above zero",
            RejectCode.PriceOffTick => $"price {Price(first)} is not a multiple of {Price(second)}",
            RejectCode.TooManySignificantFigures => $"price {Price(first)} has more than {second} significant figures",
            RejectCode.InvalidSize => $"size {Size(first)} is not above zero",
            RejectCode.SizeOffStep => $"size {Size(first)} is not a multiple of {Size(second)}",
            RejectCode.SizeTooSmall => $"size {Size(first)} is below {Size(second)}",
            RejectCode.SizeTooLarge => $"size {Size(first)} is above {Size(second)}",
            RejectCode.PriceOutOfBand =>
                $"price {Price(first)} is beyond {Price(second)}, the end of the band around the mark",
            RejectCode.ClientIdTooLong => $"the client id has {first} bytes, at most {second} are allowed",
            RejectCode.ClientIdInUse => $"client id '{name}' belongs to open order {first}",
            RejectCode.InvalidExpiry => $"expiry {first} is not valid at {second}",
            RejectCode.InvalidFlags => "post-only cannot be combined with ioc or fok",
            RejectCode.UnknownInstrument => $"there is no instrument '{name}'",
            RejectCode.InstrumentExpired => "the instrument has expired",
            RejectCode.InstrumentHalted => "the instrument is halted",
            RejectCode.TradingModeDisabled => "the trading mode does not allow this",
            RejectCode.LiquidationRestricted => "the wallet's liquidation state does not allow this",
            RejectCode.TooManyOpenOrders => $"{first} open orders, at most {second} are allowed",
            RejectCode.TooManyPositions => $"{first} open positions, at most {second} are allowed",
            RejectCode.MmpFrozen when first == 0 => "market-maker protection is frozen until it is reset",
            RejectCode.MmpFrozen => $"market-maker protection is frozen until {first}",
            RejectCode.ReduceOnlyWouldIncrease => "the order does not reduce the position",
            RejectCode.PostOnlyWouldCross => $"the order would trade at {Price(first)}",
            RejectCode.FillOrKillUnfillable => "the order cannot be filled whole",
            RejectCode.InsufficientMargin when name is not null =>
                $"requirement {Money(first)}, equity {Money(second)} after it, worst scenarios {name}",
            RejectCode.InsufficientMargin => $"requirement {Money(first)}, equity {Money(second)} after it",
            RejectCode.MissingMark => "a mark that margin needs cannot be had: no current index price or volatility",
            RejectCode.MissingIndexPrice => $"there is no current index price of {name}",
            RejectCode.UnknownOrder => "the wallet has no such open order",
            RejectCode.InvalidBulk => $"{first} actions, 1 to {second} are allowed",
            RejectCode.InstrumentExists => "the instrument exists already",
            RejectCode.InstrumentInUse => "the instrument has open positions",
            RejectCode.InstrumentNotHalted => "the instrument is not halted",
            RejectCode.InvalidAmount => $"amount {Money(first)} is not above zero",
            RejectCode.Overflow => "the value is beyond the engine's limits",
            RejectCode.InsufficientBalance => $"cash {Money(second)} is less than {Money(first)}",
            RejectCode.InsufficientPosition => $"{Size(second)} contracts are less than {Size(first)}",
            RejectCode.TransferNumberUsed => $"number {first} is not greater than {second}",
            RejectCode.InvalidAgent => "a wallet cannot be its own agent",
            RejectCode.AgentDead => "the agent was revoked or has expired",
            RejectCode.UnknownAgent => "the wallet has no such agent",
            RejectCode.InvalidMmpConfig =>
                "the interval must be from 1 to maxMmpIntervalMs, times and limits not negative, the underlying known"
                    + " where 256 are; what is enabled needs a limit and an instrument of its underlying",
            RejectCode.InvalidConfigNonce => $"config nonce {first}, expected {second}",
            RejectCode.UnknownMmpConfig => "no protection is configured for this wallet and underlying",
            RejectCode.InvalidSurface => "points must have strikes and volatilities above zero, each strike once",
            RejectCode.InvalidRfq =>
                $"{first} legs, 1 to {second} are allowed, and ids of 1 to {Commands.RfqExecute.MaxIdBytes} bytes",
            RejectCode.RfqSelfTrade => "taker and maker are one wallet",
            RejectCode.InvalidRules => $"rule set member '{name}' is missing, unknown or out of range",
            RejectCode.InvalidTier => "the tier needs a name of 1 to 32 bytes and limits that are not negative",
            RejectCode.Skipped => "skipped by the operator",
            RejectCode.TooManySources => $"{first} sources of transfers are known, at most {second} are allowed",
            RejectCode.UnknownBuilder => "the builder is not named by the rules, or is the order's own wallet",
            RejectCode.SettlementPending => "the wallet holds options that await their settlement",
            RejectCode.TooManyAgents => $"{first} agents, at most {second} are allowed",
            RejectCode.InvalidBid => "no such auction runs, or it is the bidder's own",
            RejectCode.BidTooLow => $"the bid of {Money(first)} is below {Money(second)}, which is asked",
            _ => rejection.Code.ToString(),
        };
    }

    private static string Price(Int128 units) => DecimalText.Format(units, Domain.Price.Decimals);

    private static string Size(Int128 units) => DecimalText.Format(units, Quantity.Decimals);

    private static string Money(Int128 units) => DecimalText.Format(units, Cash.Decimals);
}
