namespace Hypercall.Gateway.Reads;

/// <summary>Reads of what a wallet has now (gateway.md §5).</summary>
internal sealed class WalletReads(ReplicaReads replica, PastReads past, WalletAccess access)
{
    private const int WindowDecimals = 14;

    public async Task<Answer> Portfolio(ReadQuery query)
    {
        WalletAddress wallet = Take(query);
        CancellationToken cancellation = query.Cancellation;
        (Reading<WalletReport> reading, RiskView? risk) =
            await StandingOfAsync(replica, wallet, query.MinSequence, cancellation);
        WalletReport report = reading.Answer;
        HistoryPage<RealizedRow> realized = await past.ReadAsync(
            reading.Sequence,
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

    public async Task<Answer> RiskGrid(ReadQuery query)
    {
        WalletAddress wallet = Take(query);
        Reading<RiskAnswer> reading = await replica.AskAsync<RiskAnswer>(EngineQuestion.AboutRisk(wallet), query);
        RiskView risk = reading.Answer.Risk
            ?? new RiskView(wallet, MarginMode.Standard, NoMargin, []);
        return Shapes.Single(reading.Sequence, writer => RiskJson.Write(writer, risk));
    }

    public async Task<Answer> MmpConfig(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        string? currency = query.Text("currency");
        access.Finish(query, wallet);
        Reading<ProtectionAnswer> reading = await replica.AskAsync<ProtectionAnswer>(
            EngineQuestion.AboutProtection(wallet), query);
        ProtectionView[] configs =
            [.. reading.Answer.Configs.Where(config => currency is null || config.Underlying == currency)];
        return Shapes.List(reading.Sequence, configs, (writer, config) => Write(writer, wallet, config));
    }

    public async Task<Answer> Agents(ReadQuery query)
    {
        WalletAddress wallet = Take(query);
        Reading<AgentsAnswer> reading = await replica.AskAsync<AgentsAnswer>(EngineQuestion.AboutAgents(wallet), query);
        return Shapes.Ok(reading.Sequence, writer =>
            writer.WriteTexts("agents", reading.Answer.Agents.Select(agent => agent.Agent.ToString())));
    }

    public async Task<Answer> LiquidationStatus(ReadQuery query)
    {
        WalletAddress wallet = Take(query);
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(EngineQuestion.AboutWallet(wallet), query);
        WalletReport report = reading.Answer.Wallet ?? Unknown(wallet);
        return Shapes.Single(reading.Sequence, writer =>
        {
            Cash? excess = PortfolioJson.MaintenanceExcess(report);
            writer.WriteString("wallet", wallet.ToString());
            writer.WriteString("state", Words.Of(report.LiquidationState));
            writer.WriteNull("liquidation_mode");
            writer.WriteString("margin_mode", Words.Of(report.Mode));
            writer.WriteText("equity", report.Margin.Equity);
            writer.WriteText("mm_required", report.Margin.MaintenanceMargin);
            writer.WriteText("maintenance_margin", excess);
            writer.WriteText("shortfall", Words.ShortfallOf(excess));
            writer.WriteNulls("partial_liquidation", "full_liquidation");
        });
    }

    public async Task<Answer> Profile(ReadQuery query)
    {
        WalletAddress wallet = Take(query);
        CancellationToken cancellation = query.Cancellation;
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), query.MinSequence, cancellation);
        long nowMs = reading.Standing.TimestampMs;
        async Task<Cash> SumAsync(string name) =>
            AmountOf(await past.ReadAsync(reading.Sequence, reader => reader.Sum(wallet, name), cancellation));
        Cash realized = await SumAsync(SumNames.Realized);
        var profile = new ProfileJson(
            reading.Answer.Wallet ?? Unknown(wallet),
            nowMs,
            (await past.ReadAsync(reading.Sequence, reader => reader.Wallet(wallet), cancellation)).Rows,
            (await SumAsync(SumNames.Deposits), await SumAsync(SumNames.Withdrawals)),
            (realized, realized - AmountOf(await past.ReadAsync(
                reading.Sequence,
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

    private WalletAddress Take(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        access.Finish(query, wallet);
        return wallet;
    }

    private static void Write(Utf8JsonWriter writer, WalletAddress wallet, ProtectionView config)
    {
        WriteAnswers.WriteProtection(writer, new MmpConfigUpdate(
            wallet, config.Underlying, config.Enabled, config.IntervalMs, config.FrozenTimeMs, config.QuantityLimit,
            config.DeltaLimitUnits, config.VegaLimitUnits, config.ConfigNonce));
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
    }
}
