using System.Globalization;
using System.Text;

namespace Hypercall.Testing.Twin;

/// <summary>
/// Commands as text: equal texts mean the same type and payload. The twin compares requests by it and failures print
/// it.
/// </summary>
internal static class CommandText
{
    public static string Of(in CommandEnvelope e) =>
        $"#{e.Sequence} at {e.TimestampMs} request={e.RequestId} firstSent={e.FirstSentMs} signer={e.Signer} " +
        $"nonce={e.Nonce} {Of(e.Command)}";

    /// <summary>What "the same command" compares: NonceAdvance has its signer and nonce in the envelope.</summary>
    public static string Compared(in CommandEnvelope e) =>
        e.Command is NonceAdvance ? $"{Of(e.Command)} {e.Signer} {e.Nonce}" : Of(e.Command);

    public static string Of(EngineCommand command) => command switch
    {
        BulkOrders c => $"BulkOrders {c.Wallet} {string.Join(" | ", c.Actions)}",
        PriceUpdate c => $"PriceUpdate {c.Force} {string.Join(" | ", c.Prices)}",
        TickExpiry c => $"TickExpiry {c.Force} {string.Join(" | ", c.Prices)}",
        RfqExecute c => $"RfqExecute {c.Taker} {c.Maker} {c.RfqId} {c.QuoteId} {string.Join(" | ", c.Legs)}",
        IvUpdate c => $"IvUpdate {c.Underlying} {c.ExpiryDate} {string.Join(" | ", c.Points)}",
        SetRules c => $"SetRules {c.MalformedMember} {(c.Rules is null ? "" : Of(c.Rules))}",
        _ => $"{command}",
    };

    private static string Of(RuleSet r)
    {
        var text = new StringBuilder();
        foreach (VenueSigner signer in r.VenueSigners)
            text.Append(CultureInfo.InvariantCulture, $"{signer.Signer}: {string.Join(' ', signer.Commands)}; ");
        text.Append(CultureInfo.InvariantCulture, $"{string.Join(' ', r.Trading.Ticks)} {r.Trading} ");
        text.AppendJoin(' ', r.Portfolio.Scenarios).Append(CultureInfo.InvariantCulture, $" {r.Portfolio} ");
        foreach (UnderlyingOverride o in r.Overrides)
        {
            text.Append(CultureInfo.InvariantCulture, $"{o} ticks {string.Join(' ', o.Ticks ?? [])} ");
            text.AppendJoin(' ', o.Portfolio?.Scenarios ?? []).Append("; ");
        }

        text.Append(CultureInfo.InvariantCulture, $"{r.Version} {r.Semantics} {r.MarginEnabled} {r.DefaultStp} ");
        text.Append(CultureInfo.InvariantCulture, $"{r.OutcomeCache} {r.MaxPriceAgeMs} {r.MaxIndexMovePpm} ");
        text.Append(CultureInfo.InvariantCulture, $"{string.Join(' ', r.Builders)} {r.OutcomeCacheBytes} {r.MaxSources} ");
        text.Append(CultureInfo.InvariantCulture, $"{r.MaxAgents} {r.MaxAgentRecords} {r.MaxMakers} ");
        text.Append(CultureInfo.InvariantCulture, $"{r.MaxMmpIntervalMs} {r.MaxMmpRecords} {r.MaxSettlementMovePpm} ");
        text.Append(CultureInfo.InvariantCulture, $"{r.MinTwapCoveragePpm} {r.ExpiryTimeMinutes} {r.SignificantFigures} {r.TwapMs} ");
        text.Append(CultureInfo.InvariantCulture, $"{r.Fees} {r.Tier} {r.Mmp} {r.Standard} {r.Liquidation}");
        return text.ToString();
    }
}
