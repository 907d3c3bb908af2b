using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;

namespace Hypercall.Json;

/// <summary>The spellings of every enumeration in JSON (wire.md §Spellings), for readers and writers alike.</summary>
internal static class WireNames
{
    public static readonly JsonEncodedText Orderbook = JsonEncodedText.Encode("orderbook");
    public static readonly JsonEncodedText Rfq = JsonEncodedText.Encode("rfq");

    public static readonly EnumNames<CommandType> Commands = EnumNames<CommandType>.Pascal();
    public static readonly EnumNames<RejectCode> RejectCodes = EnumNames<RejectCode>.Pascal();
    public static readonly EnumNames<EventKind> Events = EnumNames<EventKind>.Pascal();
    public static readonly EnumNames<OrderReason> OrderReasons = EnumNames<OrderReason>.Pascal();
    public static readonly EnumNames<BalanceReason> BalanceReasons = EnumNames<BalanceReason>.Pascal();

    public static readonly EnumNames<Side> Sides = EnumNames<Side>.Camel();
    public static readonly EnumNames<TimeInForce> TimesInForce = EnumNames<TimeInForce>.Camel();
    public static readonly EnumNames<StpMode> StpModes = EnumNames<StpMode>.Camel();
    public static readonly EnumNames<MarketActionKind> MarketActions = EnumNames<MarketActionKind>.Camel();
    public static readonly EnumNames<MarginMode> MarginModes = EnumNames<MarginMode>.Camel();
    public static readonly EnumNames<LiquidationState> LiquidationStates = EnumNames<LiquidationState>.Camel();
    public static readonly EnumNames<OrderStatus> OrderStatuses = EnumNames<OrderStatus>.Camel();
    public static readonly EnumNames<LedgerAccountKind> LedgerAccounts = EnumNames<LedgerAccountKind>.Camel();
    public static readonly EnumNames<MmpCause> MmpCauses = EnumNames<MmpCause>.Camel();
    public static readonly EnumNames<FillSource> FillSources = EnumNames<FillSource>.Camel();
    public static readonly EnumNames<AgentStatus> AgentStatuses = EnumNames<AgentStatus>.Camel();
    public static readonly EnumNames<InstrumentStatus> InstrumentStatuses = EnumNames<InstrumentStatus>.Camel();
    public static readonly EnumNames<MmpBreach> MmpBreaches = EnumNames<MmpBreach>.Camel();
    public static readonly EnumNames<MmpWindow> MmpWindows = EnumNames<MmpWindow>.Camel();
}
