using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// An account's money as Deribit shows it. Where a mark is missing the numbers that need it are null.
/// </summary>
internal sealed record DeribitSummary(WalletReport Report, Cash Realized, FeeRules? Fees)
{
    private const int PpmDecimals = 6;

    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("currency", DeribitNames.Quote);
        writer.WriteDigits("balance", (Cash?)Report.Cash);
        writer.WriteDigits("equity", Report.Margin.Equity);
        writer.WriteDigits("available_funds", PortfolioJson.AvailableOf(Report));
        writer.WriteDigits("available_withdrawal_funds", PortfolioJson.WithdrawableOf(Report));
        writer.WriteDigits("initial_margin", Report.Margin.InitialMargin);
        writer.WriteDigits("maintenance_margin", Report.Margin.MaintenanceMargin);
        writer.WriteDigits("margin_balance", Report.Margin.Equity);
        writer.WriteBoolean("portfolio_margining_enabled", Report.Mode == MarginMode.Portfolio);
        PositionGreeks.Write(writer, PositionGreeks.Sum(Report.Positions), "options_");
        writer.WriteDigits("total_pl", Realized + PortfolioJson.UnrealizedOf(Report));
        writer.WriteObjects("fees", Fees is { } known ? [known] : (FeeRules[])[], static (item, fees) =>
        {
            item.WriteString("currency", DeribitNames.Quote);
            item.WriteString("instrument_type", "option");
            item.WriteString("fee_type", "relative");
            item.WriteDigits("maker_fee", fees.MakerPpm, PpmDecimals);
            item.WriteDigits("taker_fee", fees.TakerPpm, PpmDecimals);
        });
        writer.WriteStartObject("limits");
        writer.WriteNumber("max_open_orders", Report.MaxOpenOrders);
        writer.WriteNumber("max_open_positions", Report.MaxOpenPositions);
        writer.WriteEndObject();
    }
}
