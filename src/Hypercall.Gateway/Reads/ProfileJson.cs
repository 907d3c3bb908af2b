namespace Hypercall.Gateway.Reads;

/// <summary>Profile of gateway.md §5: what a wallet has and what came of it.</summary>
internal sealed class ProfileJson(
    WalletReport report,
    long nowMs,
    IReadOnlyList<WalletRow> seen,
    (Cash Deposits, Cash Withdrawals) paid,
    (Cash Lifetime, Cash Day) realized)
{
    private const long DayMs = 86_400_000;

    public void Write(Utf8JsonWriter writer)
    {
        string wallet = report.Address.ToString();
        writer.WriteString("wallet", wallet);
        writer.WriteString("account_wallet", wallet);
        writer.WriteString("username", wallet);
        if (seen is [var first])
        {
            writer.WriteNumber("account_first_seen_ts_ms", first.FirstSeenMs);
            writer.WriteNumber("account_age_days", (nowMs - first.FirstSeenMs) / DayMs);
        }
        else
        {
            writer.WriteNulls("account_first_seen_ts_ms", "account_age_days");
        }

        WriteMargin(writer);
        writer.WriteStartObject("pnl");
        writer.WriteText("unrealized", PortfolioJson.UnrealizedOf(report));
        writer.WriteText("pnl_24h", realized.Day);
        writer.WriteText("lifetime_realized", realized.Lifetime);
        writer.WriteEndObject();
    }

    private void WriteMargin(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("margin");
        writer.WriteText("in_use", report.Margin.InitialMargin);
        writer.WriteText("available", report.Margin.Available);
        writer.WriteText("total", report.Margin.Equity);
        writer.WriteText("deposits", paid.Deposits);
        writer.WriteText("withdraws", paid.Withdrawals);
        writer.WriteEndObject();
    }
}
