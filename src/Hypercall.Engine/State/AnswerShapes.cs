namespace Hypercall.Engine.State;

/// <summary>The layouts of answers: their kind, then what they tell.</summary>
internal static class AnswerShapes
{
    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        public EngineAnswer Walk(EngineAnswer answer)
        {
            var kind = (QuestionKind)v.Tag("answer", (byte)answer.Kind, (byte)QuestionKind.Auctions);
            return kind switch
            {
                QuestionKind.Chain => new ChainAnswer(
                    v.OptionalPart<V, ChainView, ChainShape>("chain", (answer as ChainAnswer)?.Chain)),
                QuestionKind.Risk => new RiskAnswer(
                    v.OptionalPart<V, RiskView, RiskShape>("risk", (answer as RiskAnswer)?.Risk)),
                QuestionKind.Wallet => new WalletAnswer(
                    v.OptionalPart<V, WalletReport, WalletReportShape>("wallet", (answer as WalletAnswer)?.Wallet)),
                QuestionKind.Instruments => v.WalkInstruments(answer as InstrumentsAnswer),
                QuestionKind.Agents => v.WalkAgents(answer as AgentsAnswer),
                QuestionKind.Protection => new ProtectionAnswer(v.Items<ProtectionView, ProtectionShape>(
                    "configs", (answer as ProtectionAnswer)?.Configs ?? [])),
                QuestionKind.Index => new IndexAnswer(v.Items<IndexView, IndexShape>(
                    "prices", (answer as IndexAnswer)?.Prices ?? [])),
                QuestionKind.Auctions => new AuctionsAnswer(v.Items<AuctionReport, AuctionReportShape>(
                    "auctions", (answer as AuctionsAnswer)?.Auctions ?? [])),
                _ => new RulesAnswer(v.Part<RuleSet, RuleSetShape>(
                    "rules", (answer as RulesAnswer)?.Rules ?? RuleSet.Default)),
            };
        }

        public decimal? OptionalFraction(string name, decimal? fraction) =>
            v.Has(name, fraction.HasValue) ? v.Fraction(name, fraction.GetValueOrDefault()) : null;

        /// <summary>A number of 8 decimals that was made from units.</summary>
        public decimal Fraction(string name, decimal value) =>
            v.Int64(name, (long)(value * Price.UnitsPerUsdc)) / (decimal)Price.UnitsPerUsdc;

        public string Symbol(string symbol) => v.Text("symbol", symbol, 0, TextLimits.MaxSymbolBytes);

        public ContractKey Contract(in ContractKey contract) => new(
            v.Text("underlying", contract.Underlying, 0, TextLimits.MaxSymbolBytes),
            v.Int32("expiry", contract.ExpiryDate),
            v.Price("strike", contract.Strike),
            v.Enum("type", contract.Type, OptionType.Put));

        private InstrumentsAnswer WalkInstruments(InstrumentsAnswer? answer) => new(
            v.Items<UnderlyingView, UnderlyingShape>("underlyings", answer?.Underlyings ?? []),
            v.Enum("modes", answer?.VenueModes ?? TradingModes.All, TradingModes.All, EnumForm.Set));

        private AgentsAnswer WalkAgents(AgentsAnswer? answer) => new(
            v.Boolean("known", answer?.IsKnown ?? false),
            v.Items<AgentView, AgentShape>("agents", answer?.Agents ?? []));
    }
}

internal readonly struct AgentShape : IShape<AgentView>
{
    public static int LeastBytes => WalletAddress.Length + 1;

    static AgentView IShape<AgentView>.Walk<V>(ref V v, in AgentView agent) => new(
        v.Address("agent", agent.Agent), v.Optional("expiresAt", agent.ExpiresAtMs));
}

internal readonly struct ProtectionShape : IShape<ProtectionView>
{
    public static ProtectionView Blank { get; } = new("", false, 0, 0, null, null, null, 0, 0, 0, 0, 0);

    static ProtectionView IShape<ProtectionView>.Walk<V>(ref V v, in ProtectionView view) => new(
        v.Text("underlying", view.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Boolean("enabled", view.Enabled),
        v.Int64("intervalMs", view.IntervalMs),
        v.Int64("frozenTimeMs", view.FrozenTimeMs),
        v.Optional("quantityLimit", view.QuantityLimit),
        v.Optional("deltaLimit", view.DeltaLimitUnits),
        v.Optional("vegaLimit", view.VegaLimitUnits),
        v.Int64("configNonce", view.ConfigNonce),
        v.Int64("frozenUntil", view.FrozenUntilMs),
        v.Int128("usedQuantity", view.UsedQuantityUnits),
        v.Int128("usedDelta", view.UsedDeltaUnits),
        v.Int128("usedVega", view.UsedVegaUnits));
}

internal readonly struct IndexShape : IShape<IndexView>
{
    public static IndexView Blank { get; } = new("", null, 0, false);

    static IndexView IShape<IndexView>.Walk<V>(ref V v, in IndexView view) => new(
        v.Text("underlying", view.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Optional("price", view.Price),
        v.Int64("at", view.AtMs),
        v.Boolean("current", view.IsCurrent));
}

internal readonly struct UnderlyingShape : IShape<UnderlyingView>
{
    public static UnderlyingView Blank { get; } =
        new("", TradingModes.All, [], default, default, default, FeeRulesShape.Blank, 0, []);

    static UnderlyingView IShape<UnderlyingView>.Walk<V>(ref V v, in UnderlyingView view) => new(
        v.Text("underlying", view.Name, 0, TextLimits.MaxSymbolBytes),
        v.Enum("modes", view.Modes, TradingModes.All, EnumForm.Set),
        v.Items<TickStep, TickStepShape>("ticks", view.Ticks),
        v.Quantity("sizeStep", view.SizeStep),
        v.Quantity("minSize", view.MinSize),
        v.Quantity("maxSize", view.MaxSize),
        v.Part<FeeRules, FeeRulesShape>("fees", view.Fees),
        v.TimeOfDay("expiryTime", view.ExpiryTimeMinutes),
        v.Items<InstrumentView, InstrumentShape>("instruments", view.Instruments));
}

internal readonly struct InstrumentShape : IShape<InstrumentView>
{
    public static InstrumentView Blank { get; } =
        new(0, "", new ContractKey("", 0, default, default), default, 0, default);

    static InstrumentView IShape<InstrumentView>.Walk<V>(ref V v, in InstrumentView view) => new(
        v.Int32("number", view.Number),
        v.Symbol(view.Symbol),
        v.Contract(view.Contract),
        v.Enum("status", view.Status, InstrumentStatus.Deleted),
        v.Int64("expiresAt", view.ExpiryMs),
        v.Quantity("openInterest", view.OpenInterest));
}
