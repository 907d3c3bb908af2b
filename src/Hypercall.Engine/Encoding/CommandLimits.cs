using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Encoding;

/// <summary>
/// What a command must keep to have a canonical encoding at all: wider than what the engine accepts, so that a command
/// the engine rejects can still be journaled and replayed. A host checks a command that did not come out of a decoder
/// with <see cref="FirstViolation(EngineCommand)"/> before it is sequenced: what is beyond these limits could be
/// written but never read back.
/// </summary>
public static class CommandLimits
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
        if (envelope.Command is NonceAdvance && (envelope.Signer is null || envelope.Nonce is null))
            return "NonceAdvance needs signer and nonce";
        return OfTime(envelope.TimestampMs, "timestamp")
            ?? OfTime(envelope.FirstSentMs ?? 0, "first sent")
            ?? FirstViolation(envelope.Command);
    }

    /// <summary>The first thing that keeps a command from being read back, or null.</summary>
    public static string? FirstViolation(EngineCommand command) => command switch
    {
        PlaceOrder c => OfOrder(c.Order),
        CancelOrder c => OfReference(c.Order),
        CancelAll c => OfText(c.Symbol, 0, MaxSymbolBytes, "symbol")
            ?? OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        CancelAllAfter c => OfTime(c.TimeoutMs, "timeout"),
        ReplaceOrder c => OfReference(c.Target) ?? OfOrder(c.Order),
        BulkOrders c => OfBulk(c.Actions),
        RfqExecute c => OfRfq(c),
        TickExpiry c => First(c.Prices, static price => OfText(price.Underlying, 0, MaxSymbolBytes, "underlying")),
        MarketAction c => OfText(c.Symbol, 0, MaxSymbolBytes, "symbol"),
        TradingModeUpdate c => OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        PriceUpdate c => First(c.Prices, static price => OfText(price.Underlying, 0, MaxSymbolBytes, "underlying")),
        IvUpdate c => OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        DepositUpdate c => OfTransfer(c, c.Amount),
        CashWithdrawalUpdate c => OfTransfer(c, c.Amount),
        InsuranceDeposit c => OfTransfer(c, c.Amount),
        OptionDepositUpdate c => OfText(c.Symbol, 0, MaxSymbolBytes, "symbol") ?? OfTransfer(c, Cash.Zero),
        OptionWithdrawalUpdate c => OfText(c.Symbol, 0, MaxSymbolBytes, "symbol") ?? OfTransfer(c, Cash.Zero),
        HypercorePositionUpdate c => OfText(c.Symbol, 0, MaxSymbolBytes, "symbol"),
        HypercoreEquityUpdate c => OfAmount(c.Equity),
        TierUpdate c => OfText(c.Tier, 0, MaxTierBytes, "tier"),
        MmpConfigUpdate c => OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        MmpReset c => OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        ApproveAgent c => OfTime(c.ExpiresAtMs ?? 0, "expiry"),
        SetRules c => OfRules(c),
        SetPmSettlementPoolConfig c => OfText(c.Underlying, 0, MaxSymbolBytes, "underlying"),
        _ => null,
    };

    private static string? OfOrder(in OrderTerms order) =>
        OfText(order.Symbol, 0, MaxSymbolBytes, "symbol")
        ?? OfTime(order.ExpiresAtMs ?? 0, "expiry")
        ?? OfText(order.ClientId, 1, MaxClientIdBytes, "client id");

    private static string? OfReference(in OrderReference reference) =>
        reference.OrderId.HasValue == reference.ClientId is not null
            ? "exactly one of order id and client id is needed"
            : OfText(reference.ClientId, 1, MaxClientIdBytes, "client id");

    private static string? OfBulk(ImmutableArray<BulkAction> actions) =>
        actions.AsSpan().Length > MaxBulkActions
            ? $"{actions.Length} actions, at most {MaxBulkActions} can be encoded"
            : First(actions, static action => action switch
            {
                BulkPlace place => OfOrder(place.Order),
                BulkCancel cancel => OfReference(cancel.Order),
                BulkReplace replace => OfReference(replace.Target) ?? OfOrder(replace.Order),
                _ => null,
            });

    private static string? OfTransfer(ITransfer transfer, Cash amount)
    {
        if (OfAmount(amount) is { } tooLarge)
            return tooLarge;
        if (transfer.Number < 1)
            return $"transfer number {transfer.Number} is below 1";
        return OfText(transfer.Source, 1, MaxSourceBytes, "source");
    }

    private static string? OfAmount(Cash amount) =>
        amount.Units < -MaxCashUnits || amount.Units > MaxCashUnits ? "amount is too large" : null;

    private static string? OfRfq(RfqExecute command) =>
        command.Legs.AsSpan().Length > MaxRfqLegs
            ? $"{command.Legs.Length} legs, at most {MaxRfqLegs} can be encoded"
            : OfText(command.RfqId, 0, MaxClientIdBytes, "rfq id")
                ?? OfText(command.QuoteId, 0, MaxClientIdBytes, "quote id")
                ?? First(command.Legs, static leg => OfText(leg.Symbol, 0, MaxSymbolBytes, "symbol"));

    private static string? OfRules(SetRules command)
    {
        if (command.Rules is null == command.MalformedMember is null)
            return "exactly one of rules and malformed member is needed";
        if (command.Rules is not { } rules)
            return OfText(command.MalformedMember, 0, SetRules.MaxMemberBytes, "member");
        return OfScenarios(rules.Portfolio.Scenarios) ?? First(rules.Overrides, static item =>
            OfText(item.Underlying, 0, MaxSymbolBytes, "underlying")
            ?? (item.Portfolio is { } portfolio ? OfScenarios(portfolio.Scenarios) : null));
    }

    private static string? OfScenarios(ImmutableArray<Rules.MarginScenario> scenarios) =>
        First(scenarios, static scenario => OfText(scenario.Id, 0, MaxScenarioIdBytes, "scenario id"));

    private static string? OfTime(long milliseconds, string what) =>
        milliseconds is < 0 or > CommandEnvelope.MaxTimestampMs
            ? $"{what} {milliseconds} is outside 0..{CommandEnvelope.MaxTimestampMs}"
            : null;

    private static string? OfText(string? text, int minBytes, int maxBytes, string what)
    {
        const int MaxBytesPerChar = 3;
        if (text is null || (text.Length >= minBytes && text.Length * MaxBytesPerChar <= maxBytes))
            return null;
        int bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        return bytes < minBytes || bytes > maxBytes ? $"{what} has {bytes} bytes, not {minBytes}..{maxBytes}" : null;
    }

    private static string? First<T>(ImmutableArray<T> items, Func<T, string?> violation)
    {
        foreach (T item in items.AsSpan())
        {
            if (violation(item) is { } found)
                return found;
        }

        return null;
    }
}
