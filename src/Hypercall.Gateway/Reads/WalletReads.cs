using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.History;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Reads;

/// <summary>Reads of what a wallet has now (gateway.md §5).</summary>
internal sealed class WalletReads(ReplicaReads replica, PastReads past, WalletAccess access)
{
    private const int EightDecimals = 8;
    private const int WindowDecimals = 14;

    public async Task<IResult> Portfolio(HttpContext context)
    {
        (WalletAddress wallet, long minSequence) = Take(context);
        CancellationToken cancellation = context.RequestAborted;
        (Reading<WalletReport> reading, RiskView? risk) =
            await StandingOfAsync(replica, wallet, minSequence, cancellation);
        WalletReport report = reading.Answer;
        HistoryPage<RealizedRow> realized = await past.ReadAsync(
            0,
            reader => reader.Realized(wallet, [.. report.Positions.Select(position => position.Symbol)]),
            cancellation);
        var json = new PortfolioJson(report, risk, realized.Rows, reading.Standing.TimestampMs);
        return Shapes.Single(reading.Sequence, json.Write);
    }

    /// <summary>A wallet as of a sequence or a later one, and in portfolio mode its risk no earlier.</summary>
    public static async Task<(Reading<WalletReport> Wallet, RiskView? Risk)> StandingOfAsync(
        ReplicaReads replica, WalletAddress wallet, long minSequence, CancellationToken cancellation)
    {
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), minSequence, cancellation);
        WalletReport report = reading.Answer.Wallet ?? Unknown(wallet);
        RiskView? risk = report.Mode == MarginMode.Portfolio
            ? (await replica.AskAsync<RiskAnswer>(
                EngineQuestion.AboutRisk(wallet), reading.Sequence, cancellation)).Answer.Risk
            : null;
        return (new Reading<WalletReport>(reading.Standing, report), risk);
    }

    public async Task<IResult> RiskGrid(HttpContext context)
    {
        (WalletAddress wallet, long minSequence) = Take(context);
        Reading<RiskAnswer> reading = await replica.AskAsync<RiskAnswer>(
            EngineQuestion.AboutRisk(wallet), minSequence, context.RequestAborted);
        RiskView risk = reading.Answer.Risk
            ?? new RiskView(wallet, MarginMode.Standard, NoMargin, []);
        return Shapes.Single(reading.Sequence, writer => RiskJson.Write(writer, risk));
    }

    public async Task<IResult> MmpConfig(HttpContext context)
    {
        var query = new ReadQuery(context);
        WalletAddress wallet = query.Wallet();
        string? currency = query.Text("currency");
        access.Require(context, wallet);
        Reading<ProtectionAnswer> reading = await replica.AskAsync<ProtectionAnswer>(
            EngineQuestion.AboutProtection(wallet), query.Finish().MinSequence, context.RequestAborted);
        ProtectionView[] configs =
            [.. reading.Answer.Configs.Where(config => currency is null || config.Underlying == currency)];
        return Shapes.List(
            reading.Sequence, configs, configs.Length, 0, (writer, config) => Write(writer, wallet, config));
    }

    public async Task<IResult> Agents(HttpContext context)
    {
        (WalletAddress wallet, long minSequence) = Take(context);
        Reading<AgentsAnswer> reading = await replica.AskAsync<AgentsAnswer>(
            EngineQuestion.AboutAgents(wallet), minSequence, context.RequestAborted);
        return Shapes.Ok(reading.Sequence, writer =>
        {
            writer.WriteStartArray("agents");
            foreach (AgentView agent in reading.Answer.Agents)
                writer.WriteStringValue(agent.Agent.ToString());
            writer.WriteEndArray();
        });
    }

    public async Task<IResult> LiquidationStatus(HttpContext context)
    {
        (WalletAddress wallet, long minSequence) = Take(context);
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), minSequence, context.RequestAborted);
        WalletReport report = reading.Answer.Wallet ?? Unknown(wallet);
        return Shapes.Single(reading.Sequence, writer =>
        {
            Cash? excess = PortfolioJson.MaintenanceExcess(report);
            writer.WriteStartObject();
            writer.WriteString("wallet", wallet.ToString());
            writer.WriteString("state", Words.Of(report.LiquidationState));
            writer.WriteNull("liquidation_mode");
            writer.WriteString("margin_mode", Words.Of(report.Mode));
            writer.WriteText("equity", report.Margin.Equity);
            writer.WriteText("mm_required", report.Margin.MaintenanceMargin);
            writer.WriteText("maintenance_margin", excess);
            writer.WriteText("shortfall", Words.ShortfallOf(excess));
            writer.WriteNull("partial_liquidation");
            writer.WriteNull("full_liquidation");
            writer.WriteEndObject();
        });
    }

    public async Task<IResult> Profile(HttpContext context)
    {
        (WalletAddress wallet, long minSequence) = Take(context);
        CancellationToken cancellation = context.RequestAborted;
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), minSequence, cancellation);
        long nowMs = reading.Standing.TimestampMs;
        async Task<Cash> SumAsync(string name) =>
            AmountOf(await past.ReadAsync(0, reader => reader.Sum(wallet, name), cancellation));
        Cash realized = await SumAsync(SumNames.Realized);
        var profile = new ProfileJson(
            reading.Answer.Wallet ?? Unknown(wallet),
            nowMs,
            (await past.ReadAsync(minSequence, reader => reader.Wallet(wallet), cancellation)).Rows,
            (await SumAsync(SumNames.Deposits), await SumAsync(SumNames.Withdrawals)),
            (realized, realized - AmountOf(await past.ReadAsync(
                0,
                reader => reader.SumBefore(wallet, SumNames.Realized, DayTotals.Since(nowMs)),
                cancellation))));
        return Shapes.Ok(reading.Sequence, writer =>
        {
            writer.WriteBoolean("success", true);
            writer.WriteStartObject("data");
            profile.Write(writer);
            writer.WriteEndObject();
        });
    }

    private static Cash AmountOf(HistoryPage<SumRow> page) => page.Rows is [var sum] ? sum.Amount : Cash.Zero;

    private static MarginView NoMargin { get; } =
        new(Cash.Zero, Cash.Zero, Cash.Zero, Cash.Zero, null) { Split = default(MarginSplit) };

    /// <summary>What a wallet has that nothing ever happened to.</summary>
    public static WalletReport Unknown(WalletAddress wallet) => new(
        wallet, default, default, MarginMode.Standard, LiquidationState.Healthy, null, [], [], NoMargin, null, 0, 0,
        null);

    private (WalletAddress Wallet, long MinSequence) Take(HttpContext context)
    {
        var query = new ReadQuery(context);
        WalletAddress wallet = query.Wallet();
        query.Finish();
        access.Require(context, wallet);
        return (wallet, query.MinSequence);
    }

    private static void Write(Utf8JsonWriter writer, WalletAddress wallet, ProtectionView config)
    {
        writer.WriteStartObject();
        writer.WriteString("wallet_address", wallet.ToString());
        writer.WriteString("currency", config.Underlying);
        writer.WriteNumber("interval_ms", config.IntervalMs);
        writer.WriteNumber("frozen_time_ms", config.FrozenTimeMs);
        writer.WriteText("qty_limit", config.QuantityLimit);
        writer.WriteText("delta_limit", config.DeltaLimitUnits, EightDecimals);
        writer.WriteText("vega_limit", config.VegaLimitUnits, EightDecimals);
        writer.WriteBoolean("enabled", config.Enabled);
        writer.WriteNumber("nonce", config.ConfigNonce);
        writer.WriteBoolean("frozen", config.FrozenUntilMs != 0);
        if (config.FrozenUntilMs is 0 or long.MaxValue)
            writer.WriteNull("frozen_until");
        else
            writer.WriteNumber("frozen_until", config.FrozenUntilMs);
        writer.WriteStartObject("used");
        writer.WriteText("qty", config.UsedQuantityUnits, Quantity.Decimals);
        writer.WriteText("delta", config.UsedDeltaUnits, WindowDecimals);
        writer.WriteText("vega", config.UsedVegaUnits, WindowDecimals);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
