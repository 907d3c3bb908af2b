namespace Hypercall.Gateway.Reads;

/// <summary>
/// A wallet's portfolio. Where a mark is missing the numbers that need it are null, and margin_summary and span_margin,
/// whose types have none, are left out whole.
/// </summary>
internal sealed class PortfolioJson(
    WalletReport report, RiskView? risk, IReadOnlyList<RealizedRow> realized, long nowMs)
{
    private const int RatioDecimals = 8;
    private const int RatioUnits = 100_000_000;

    /// <summary>What stands against the maintenance requirement less it; null where a mark is missing.</summary>
    public static Cash? MaintenanceExcess(WalletReport report) =>
        (report.Mode == MarginMode.Standard ? report.Cash - report.Debt : report.Margin.Equity)
        - report.Margin.MaintenanceMargin;

    /// <summary>What may be spent; null where a mark is missing.</summary>
    public static Cash? AvailableOf(WalletReport report) => AtLeastZero(report.Margin.Available);

    /// <summary>Of that what is cash.</summary>
    public static Cash? WithdrawableOf(WalletReport report) =>
        report.Margin.Available > report.Cash ? AtLeastZero(report.Cash) : AvailableOf(report);

    /// <summary>What a position is worth above its cost; null without a mark.</summary>
    public static Cash? UnrealizedOf(PositionReport position) =>
        position.Mark is { } mark ? Cash.Notional(mark, position.Size) - position.Cost : null;

    /// <summary>The same of all positions.</summary>
    public static Cash? UnrealizedOf(WalletReport report) =>
        report.Positions.Aggregate((Cash?)Cash.Zero, (sum, position) => sum + UnrealizedOf(position));

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("wallet_address", report.Address.ToString());
        writer.WriteObjects("positions", report.Positions, WritePosition);
        WriteUsed(writer);
        writer.WriteText("available_balance", AvailableOf(report));
        writer.WriteText("withdrawable_usdc", WithdrawableOf(report));
        writer.WriteNumber("portfolio_snapshot_timestamp_ms", nowMs);
        WriteSpan(writer);
        writer.WriteString("margin_mode", Words.Of(report.Mode));
        WriteSummary(writer);
        writer.WriteText("cash", report.Cash);
        writer.WriteString("liquidation_state", Words.Of(report.LiquidationState));
        writer.WriteText("debt", report.Debt);
    }

    /// <summary>The initial requirement.</summary>
    public void WriteUsed(Utf8JsonWriter writer) =>
        writer.WriteText("total_margin_used", report.Margin.InitialMargin);

    /// <summary>Margin in all its parts, as a socket is told of it.</summary>
    public void WriteMargins(Utf8JsonWriter writer)
    {
        WriteSpan(writer);
        WriteSummary(writer);
        writer.WriteString("margin_mode", Words.Of(report.Mode));
        WriteUsed(writer);
        writer.WriteText("available_balance", AvailableOf(report));
    }

    public void WritePosition(Utf8JsonWriter writer, PositionReport position)
    {
        bool isStandard = report.Mode == MarginMode.Standard;
        Cash? notional = position.Index is { } index
            ? Cash.Notional(index, new Quantity(Math.Abs(position.Size.Units)))
            : null;
        writer.WriteString("wallet_address", report.Address.ToString());
        writer.WriteString("symbol", position.Symbol);
        writer.WriteText("amount", position.Size);
        writer.WriteText("entry_price", position.EntryPrice);
        writer.WriteText("margin_posted", isStandard ? position.Initial : Cash.Zero);
        Cash? gained = realized.FirstOrDefault(row => row.Symbol == position.Symbol)?.Pnl;
        writer.WriteText("realized_pnl", gained ?? Cash.Zero);
        writer.WriteText("unrealized_pnl", UnrealizedOf(position));
        writer.WriteString("updated_at", Instants.Iso(nowMs));
        writer.WriteString("instrument_type", "option");
        writer.WriteText("notional_value", notional);
        writer.WriteText("maintenance_margin", isStandard ? position.Maintenance : Cash.Zero);
        writer.WriteString("liquidation_price", "0");
        writer.WriteText("margin_ratio", isStandard ? Ratio(position.Maintenance, notional) : 0, RatioDecimals);
    }

    private void WriteSpan(Utf8JsonWriter writer)
    {
        if (risk is not { Margin.Split: { } split })
            return;
        writer.WriteStartObject("span_margin");
        writer.WriteText("equity", risk.Margin.Equity);
        writer.WriteText("initial_margin_required", risk.Margin.InitialMargin);
        writer.WriteText("maintenance_margin_required", risk.Margin.MaintenanceMargin);
        writer.WriteText("open_orders_initial_margin", split.OpenOrders);
        writer.WriteText("option_margin_required", split.Positions);
        writer.WriteText("scanning_risk", RiskJson.Sum(risk, underlying => underlying.ScanRisk));
        writer.WriteText("option_floor", RiskJson.Sum(risk, underlying => underlying.Floor));
        writer.WriteText("gamma_overlay", RiskJson.Sum(risk, underlying => underlying.Gamma));
        writer.WriteString("hypercore_margin_required", "0");
        writer.WriteEndObject();
    }

    private void WriteSummary(Utf8JsonWriter writer)
    {
        if (report.Margin is not { Split: { } split, Equity: not null })
            return;
        writer.WriteStartObject("margin_summary");
        writer.WriteString("mode", Words.Of(report.Mode));
        writer.WriteText("equity", report.Margin.Equity);
        writer.WriteText("position_im", split.Positions);
        writer.WriteText("open_orders_im", split.OpenOrders);
        writer.WriteText("initial_margin", report.Margin.Available);
        writer.WriteText("maintenance_margin", MaintenanceExcess(report));
        writer.WriteText("open_orders_premium_reserved", split.ReservedPremium);
        writer.WriteEndObject();
    }

    private static Cash? AtLeastZero(Cash? amount) => amount is { } known && known < Cash.Zero ? Cash.Zero : amount;

    private static Int128? Ratio(Cash part, Cash? whole) =>
        whole is { } known && known > Cash.Zero ? part.Units / (known.Units / RatioUnits + 1) : null;
}
