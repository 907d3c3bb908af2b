using System.Collections.Immutable;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Commands;

/// <summary>
/// What a command must keep to have a canonical encoding at all: wider than what the engine accepts, so that a command
/// the engine rejects can still be journaled and replayed. A host checks a command that did not come out of a decoder
/// with <see cref="FirstViolation(EngineCommand)"/> before it is sequenced: what is beyond these limits could be
/// written but never read back.
/// </summary>
public static partial class CommandLimits
{
    /// <summary>Most UTF-8 bytes of a symbol or an underlying.</summary>
    public const int MaxSymbolBytes = 128;

    /// <summary>Most UTF-8 bytes of a client id; at least one.</summary>
    public const int MaxClientIdBytes = 4096;

    /// <summary>Most UTF-8 bytes of a transfer's source; at least one.</summary>
    public const int MaxSourceBytes = TransferLimits.MaxSourceBytes;

    /// <summary>Most UTF-8 bytes of a tier's name.</summary>
    public const int MaxTierBytes = 256;

    /// <summary>Most UTF-8 bytes of a scenario's id in a rule set.</summary>
    public const int MaxScenarioIdBytes = 256;

    /// <summary>Most actions of a bulk.</summary>
    public const int MaxBulkActions = 1000;

    /// <summary>Most legs of a request for quote.</summary>
    public const int MaxRfqLegs = 1000;

    /// <summary>Largest amount of cash, either sign: 1e32 units (1e18 USDC).</summary>
    public static readonly Int128 MaxCashUnits = Int128.Parse("100000000000000000000000000000000");

    /// <summary>The first thing that keeps an envelope or its command from being read back, or null.</summary>
    public static string? FirstViolation(in CommandEnvelope envelope)
    {
        if (envelope.Sequence < 1)
            return $"sequence {envelope.Sequence} is below 1";
        if (envelope.Command is null)
            return "command is missing";
        if (envelope.Command is NonceAdvance && (envelope.Signer is null || envelope.Nonce is null))
            return "NonceAdvance needs signer and nonce";
        return OfTime(envelope.TimestampMs, "timestamp")
            ?? OfTime(envelope.FirstSentMs ?? 0, "first sent")
            ?? FirstViolation(envelope.Command);
    }

    /// <summary>The first thing that keeps a command from being read back, or null; it names the field.</summary>
    public static string? FirstViolation(EngineCommand command) => command switch
    {
        PlaceOrder c => OfOrder(c.Order),
        CancelOrder c => OfReference(c.Order),
        CancelAll c => OfOptional(c.Symbol, 0, MaxSymbolBytes, "symbol")
            ?? OfOptional(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        CancelAllAfter c => OfTime(c.TimeoutMs, "timeout"),
        ReplaceOrder c => OfReference(c.Target) ?? OfOrder(c.Order),
        BulkOrders c => OfBulk(c.Actions),
        RfqExecute c => OfRfq(c),
        TickExpiry c => OfItems(c.Prices, "prices", static price => OfUnderlying(price.Underlying)),
        MarketAction c => OfChoice((byte)c.Action, (byte)MarketActionKind.Resume, "action") ?? OfSymbol(c.Symbol),
        TradingModeUpdate c => OfChoice((byte)c.Modes, (byte)TradingModes.All, "modes") ?? OfUnderlying(c.Underlying),
        PriceUpdate c => OfItems(c.Prices, "prices", static price => OfUnderlying(price.Underlying)),
        IvUpdate c => OfUnderlying(c.Underlying) ?? OfItems(c.Points, "points", static _ => null),
        DepositUpdate c => OfTransfer(c, c.Amount),
        CashWithdrawalUpdate c => OfTransfer(c, c.Amount),
        InsuranceDeposit c => OfTransfer(c, c.Amount),
        OptionDepositUpdate c => OfSymbol(c.Symbol) ?? OfTransfer(c, Cash.Zero),
        OptionWithdrawalUpdate c => OfSymbol(c.Symbol) ?? OfTransfer(c, Cash.Zero),
        HypercorePositionUpdate c => OfSymbol(c.Symbol),
        HypercoreEquityUpdate c => OfAmount(c.Equity),
        MarginModeUpdate c => OfChoice((byte)c.Mode, (byte)MarginMode.Portfolio, "mode"),
        TierUpdate c => OfText(c.Tier, 0, MaxTierBytes, "tier"),
        LiquidationStateUpdate c => OfChoice((byte)c.State, (byte)LiquidationState.Liquidated, "state"),
        MmpConfigUpdate c => OfUnderlying(c.Underlying),
        MmpReset c => OfUnderlying(c.Underlying),
        ApproveAgent c => OfTime(c.ExpiresAtMs ?? 0, "expiry"),
        SetRules c => OfRules(c),
        SetPmSettlementPoolConfig c => OfUnderlying(c.Underlying),
        _ => null,
    };

    private static string? OfOrder(in OrderTerms order) =>
        OfSymbol(order.Symbol)
        ?? OfChoice((byte)order.Side, (byte)Side.Sell, "side")
        ?? OfChoice((byte)order.TimeInForce, (byte)TimeInForce.Gtd, "time in force")
        ?? OfChoice((byte)order.Flags, (byte)CommandCodec.AllFlags, "flags")
        ?? OfChoice((byte)(order.Stp ?? 0), (byte)StpMode.Decrement, "stp")
        ?? OfTime(order.ExpiresAtMs ?? 0, "expiry")
        ?? OfOptional(order.ClientId, 1, MaxClientIdBytes, "client id");

    private static string? OfReference(in OrderReference reference) =>
        reference.OrderId.HasValue == reference.ClientId is not null
            ? "exactly one of order id and client id is needed"
            : OfOptional(reference.ClientId, 1, MaxClientIdBytes, "client id");

    private static string? OfBulk(ImmutableArray<BulkAction> actions) =>
        actions.AsSpan().Length > MaxBulkActions
            ? $"{actions.Length} actions, at most {MaxBulkActions} can be encoded"
            : OfItems(actions, "actions", static action => action switch
            {
                BulkPlace place => OfOrder(place.Order),
                BulkCancel cancel => OfReference(cancel.Order),
                BulkReplace replace => OfReference(replace.Target) ?? OfOrder(replace.Order),
                _ => "an action is missing",
            });

    private static string? OfTransfer(ITransfer transfer, Cash amount)
    {
        if (OfAmount(amount) is { } tooLarge)
            return tooLarge;
        if (transfer.Number < 1)
            return $"transfer number {transfer.Number} is below 1";
        return OfOptional(transfer.Source, 1, MaxSourceBytes, "source");
    }

    private static string? OfAmount(Cash amount) =>
        amount.Units < -MaxCashUnits || amount.Units > MaxCashUnits ? "amount is too large" : null;

    private static string? OfRfq(RfqExecute command) =>
        command.Legs.AsSpan().Length > MaxRfqLegs
            ? $"{command.Legs.Length} legs, at most {MaxRfqLegs} can be encoded"
            : OfText(command.RfqId, 0, MaxClientIdBytes, "rfq id")
                ?? OfText(command.QuoteId, 0, MaxClientIdBytes, "quote id")
                ?? OfItems(command.Legs, "legs", static leg =>
                    OfSymbol(leg.Symbol) ?? OfChoice((byte)leg.Side, (byte)Side.Sell, "side"));

    private static string? OfSymbol(string? symbol) => OfText(symbol, 0, MaxSymbolBytes, "symbol");

    private static string? OfUnderlying(string? underlying) => OfText(underlying, 0, MaxSymbolBytes, "underlying");

    private static string? OfTime(long milliseconds, string what) =>
        milliseconds is < 0 or > CommandEnvelope.MaxTimestampMs
            ? $"{what} {milliseconds} is outside 0..{CommandEnvelope.MaxTimestampMs}"
            : null;

    /// <summary>An enum's value, or its bits, of which the greatest is known.</summary>
    private static string? OfChoice(byte value, byte greatest, string what) =>
        value > greatest ? $"{what} {value} is not defined" : null;

    private static string? OfText(string? text, int minBytes, int maxBytes, string what) =>
        text is null ? $"{what} is missing" : OfOptional(text, minBytes, maxBytes, what);

    private static string? OfOptional(string? text, int minBytes, int maxBytes, string what)
    {
        const int MaxBytesPerChar = 3;
        if (text is null || (text.Length >= minBytes && text.Length <= maxBytes / MaxBytesPerChar))
            return null;
        int bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        return bytes < minBytes || bytes > maxBytes ? $"{what} has {bytes} bytes, not {minBytes}..{maxBytes}" : null;
    }

    /// <summary>An array that is there; the first violation of an item.</summary>
    private static string? OfItems<T>(ImmutableArray<T> items, string what, Func<T, string?> violation)
    {
        if (items.IsDefault)
            return $"{what} are missing";
        foreach (T item in items.AsSpan())
        {
            if (violation(item) is { } found)
                return found;
        }

        return null;
    }
}
