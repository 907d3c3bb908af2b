namespace Hypercall.Engine.Modules.Views;

/// <summary>Answers questions about the state that no event shows, for replicas behind a gateway.</summary>
internal sealed class Answers(
    EngineState state, OptionValuer valuer, StateViews stateViews, ChainViews chainViews, RiskViews riskViews)
{
    public EngineAnswer Answer(EngineQuestion question) => question.Kind switch
    {
        QuestionKind.Chain => new ChainAnswer(chainViews.ViewChain(question.Underlying)),
        QuestionKind.Risk => new RiskAnswer(riskViews.ViewRisk(question.Wallet)),
        QuestionKind.Wallet => new WalletAnswer(
            state.Wallets.Find(question.Wallet) is { } wallet ? ViewWallet(wallet) : null),
        QuestionKind.Instruments => new InstrumentsAnswer(
            ViewUnderlyings(ViewUnderlying), state.Markets.VenueModes ?? TradingModes.All),
        QuestionKind.Agents => ViewAgents(state.Wallets.Find(question.Wallet)),
        QuestionKind.Protection => new ProtectionAnswer(ViewProtections(state.Wallets.Find(question.Wallet))),
        QuestionKind.Index => new IndexAnswer(ViewUnderlyings(ViewIndex)),
        QuestionKind.Rules => new RulesAnswer(state.Rules),
        QuestionKind.Auctions => new AuctionsAnswer(ViewAuctions()),
        _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "no such question"),
    };

    /// <summary>A listed instrument's number and when it expires.</summary>
    public (int Number, long ExpiryMs)? FindListed(string symbol) =>
        state.Markets.Find(symbol) is { } found ? (found.Number, found.ExpiryMs) : null;

    private WalletReport ViewWallet(WalletAccount wallet)
    {
        WalletView view = stateViews.ViewWallet(wallet);
        return new WalletReport(
            wallet.Address,
            view.Cash,
            new Cash(wallet.DebtUnits),
            wallet.Mode,
            wallet.LiquidationState,
            wallet.Stage is { } stage ? new StageReport(stage.EnteredAtMs, stage.EndsAtMs) : null,
            [.. view.Positions.Select(ViewPosition)],
            [.. view.OpenOrders],
            view.Margin,
            wallet.Tier,
            wallet.Tier is null ? state.Rules.Tier.MaxOpenOrders : wallet.TierMaxOpenOrders,
            wallet.Tier is null ? state.Rules.Tier.MaxOpenPositions : wallet.TierMaxOpenPositions,
            wallet.CancelAllAtMs == 0 ? null : wallet.CancelAllAtMs);
    }

    private ImmutableArray<AuctionReport> ViewAuctions() =>
    [
        .. state.Wallets.All.ToArray()
            .Where(static wallet => wallet.Stage is { AuctionId: not 0 })
            .OrderBy(static wallet => wallet.Stage!.AuctionId)
            .Select(ViewAuction),
    ];

    private AuctionReport ViewAuction(WalletAccount wallet)
    {
        WalletView view = stateViews.ViewWallet(wallet);
        LiquidationView stage = view.Liquidation!;
        return new AuctionReport(
            stage.AuctionId!.Value,
            wallet.Address,
            view.Mode,
            stage.Asked!.Value,
            stage.StartedAtMs!.Value,
            stage.EndsAtMs,
            [.. view.Positions.Select(ViewPosition)]);
    }

    private PositionReport ViewPosition(PositionView position)
    {
        Instrument instrument = state.Markets.Find(position.Symbol)!;
        OptionValuation valuation = valuer.Value(instrument);
        long shorts = Math.Max(0, -position.Size.Units);
        bool isMarked = valuation.HasMark;
        return new PositionReport(
            position.Symbol,
            position.Size,
            position.EntryPrice,
            position.Cost,
            isMarked ? new Price(valuation.MarkUnits) : null,
            isMarked ? new Price(valuation.IndexUnits) : null,
            OfShorts(isMarked ? StandardMargin.InitialUnits(instrument, valuation) : 0, shorts),
            OfShorts(isMarked ? StandardMargin.MaintenanceUnits(instrument, valuation) : 0, shorts),
            ChainViews.ViewVolatility(valuation),
            chainViews.ViewGreeks(instrument));
    }

    private static Cash OfShorts(long marginUnits, long contractUnits) =>
        Cash.Notional(new Price(marginUnits), new Quantity(contractUnits));

    private ImmutableArray<T> ViewUnderlyings<T>(Func<Underlying, T> view) =>
    [
        .. state.Markets.Underlyings
            .OrderBy(static underlying => underlying.Name, StringComparer.Ordinal)
            .Select(view),
    ];

    private UnderlyingView ViewUnderlying(Underlying underlying)
    {
        UnderlyingRules rules = underlying.Rules;
        return new UnderlyingView(
            underlying.Name,
            underlying.Modes ?? TradingModes.All,
            rules.Ticks,
            new Quantity(rules.SizeStepUnits),
            new Quantity(rules.MinSizeUnits),
            new Quantity(rules.MaxSizeUnits),
            rules.Fees,
            rules.ExpiryTimeMinutes,
            [
                .. state.Markets.Listed().Where(instrument => instrument.Underlying == underlying)
                    .Select(ViewInstrument),
            ]);
    }

    private InstrumentView ViewInstrument(Instrument instrument) => new(
        instrument.Number,
        instrument.Symbol,
        instrument.Parsed.Key,
        instrument.Status,
        instrument.ExpiryMs,
        instrument.OpenInterest);

    private IndexView ViewIndex(Underlying underlying) => new(
        underlying.Name,
        underlying.IndexPriceUnits > 0 ? new Price(underlying.IndexPriceUnits) : null,
        underlying.IndexTimeMs,
        valuer.HasCurrentIndex(underlying));

    private AgentsAnswer ViewAgents(WalletAccount? wallet)
    {
        var agents = ImmutableArray.CreateBuilder<AgentView>();
        int number = wallet?.FirstAgent ?? -1;
        for (; number >= 0; number = state.Agents[number].NextOfWallet)
        {
            long deathMs = state.Agents[number].DeathMs;
            if (state.Agents.IsAlive(number, state.TimestampMs))
                agents.Add(new AgentView(state.Agents[number].Key.Agent, deathMs == AgentTable.Never ? null : deathMs));
        }

        return new AgentsAnswer(wallet is not null, agents.ToImmutable());
    }

    private ImmutableArray<ProtectionView> ViewProtections(WalletAccount? wallet) => wallet is null
        ? []
        : [
            .. state.Markets.Underlyings
                .Select(underlying => (underlying.Name, Mmp: state.Mmp.Find(wallet.Number, underlying.Number)))
                .Where(static found => found.Mmp is not null)
                .OrderBy(static found => found.Name, StringComparer.Ordinal)
                .Select(found => ViewProtection(found.Name, found.Mmp!)),
        ];

    private ProtectionView ViewProtection(string underlying, MmpState mmp)
    {
        MmpTotals used = mmp.TotalsAt(state.TimestampMs, state.Rules.Mmp.Window);
        return new ProtectionView(
            underlying,
            mmp.Enabled,
            mmp.IntervalMs,
            mmp.FrozenTimeMs,
            mmp.QuantityLimitUnits is { } limit ? new Quantity(limit) : null,
            mmp.DeltaLimitUnits,
            mmp.VegaLimitUnits,
            mmp.ConfigNonce,
            mmp.IsFrozen(state.TimestampMs) ? mmp.FrozenUntilMs : 0,
            used.QuantityUnits,
            used.DeltaUnits,
            used.VegaUnits);
    }
}
