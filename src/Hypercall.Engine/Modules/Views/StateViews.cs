using Hypercall.Engine.Modules.Liquidation;

namespace Hypercall.Engine.Modules.Views;

/// <summary>The readable copy of the state.</summary>
internal sealed class StateViews(EngineState state, RiskViews riskViews, AuctionPrices prices)
{
    /// <summary>Every listed instrument with its status, in the order of their listing.</summary>
    public IReadOnlyList<KeyValuePair<string, InstrumentStatus>> ViewListing() =>
        [.. state.Markets.Listed().Select(static listed => KeyValuePair.Create(listed.Symbol, listed.Status))];

    /// <summary>A readable copy of the state.</summary>
    public EngineView View(EngineStateDigest digests) => new(
        state.Sequence,
        state.TimestampMs,
        state.Hash,
        digests,
        new VenueView(
            new Cash(state.Ledger.ClearingUnits),
            new Cash(state.Ledger.FeesUnits),
            new Cash(state.Ledger.InsuranceUnits),
            [.. state.Wallets.SortedByAddress().Where(static wallet => wallet.DebtUnits != 0)
                .Select(static wallet => KeyValuePair.Create(wallet.Address, new Cash(wallet.DebtUnits)))],
            [.. state.Ledger.Sources.Select(static source => KeyValuePair.Create(source.Key, source.Value.Number))],
            state.NextAuctionId,
            ViewPendingAverages()),
        [.. state.Wallets.SortedByAddress().Select(ViewWallet)],
        ViewBooks());

    /// <summary>A wallet.</summary>
    public WalletView ViewWallet(WalletAccount wallet)
    {
        var positions = new List<PositionView>();
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            if (entry.QuantityUnits == 0)
                continue;
            positions.Add(new PositionView(
                state.Markets[entry.Instrument]!.Symbol,
                new Quantity(entry.QuantityUnits),
                EnginePosition.EntryPrice(entry.QuantityUnits, entry.CostUnits),
                new Cash(entry.CostUnits)));
        }

        positions.Sort(static (left, right) => string.CompareOrdinal(left.Symbol, right.Symbol));
        var orders = new List<OrderView>(wallet.OpenOrders);
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
            orders.Add(ViewOrder(slot));
        return new WalletView(
            wallet.Address,
            new Cash(wallet.CashUnits),
            wallet.Mode,
            wallet.LiquidationState,
            wallet.Stage is { } stage ? ViewStage(wallet, stage) : null,
            positions,
            orders,
            riskViews.ViewMargin(wallet),
            new Cash(wallet.HypercoreEquityUnits),
            ViewPerps(wallet));
    }

    private LiquidationView ViewStage(WalletAccount wallet, LiquidationStage stage)
    {
        var view = new LiquidationView(stage.Mode, stage.EnteredAtMs, stage.EndsAtMs, stage.PauseUntilMs);
        if (stage.Mode == LiquidationMode.Partial)
        {
            return view with
            {
                NextAtMs = stage.NextAtMs,
                Step = stage.Step,
                BonusPpm = Math.Max(0, wallet.BonusPpm),
                EntrySizes =
                [
                    .. stage.EntrySizes.Select(
                        static size => KeyValuePair.Create(size.Symbol, new Quantity(size.SizeUnits))),
                ],
            };
        }

        return stage.AuctionId == 0
            ? view
            : view with
            {
                AuctionId = stage.AuctionId,
                StartedAtMs = stage.StartedAtMs,
                Asked = new Cash(prices.Of(wallet, stage.StartedAtMs).AskedUnits),
            };
    }

    private KeyValuePair<string, Price?>[] ViewPendingAverages() =>
    [
        .. state.Markets.Pending
            .OrderBy(static instrument => instrument.Symbol, StringComparer.Ordinal)
            .Select(static instrument => KeyValuePair.Create(
                instrument.Symbol, instrument.TwapUnits == 0 ? (Price?)null : new Price(instrument.TwapUnits))),
    ];

    private static PerpView[] ViewPerps(WalletAccount wallet) =>
    [
        .. wallet.Exposures()
            .Where(static exposure => exposure.PerpUnits != 0)
            .Select(static exposure => new PerpView(
                ParsedInstrument.PerpSymbol(exposure.Underlying.Name),
                new Quantity(exposure.PerpUnits),
                new Price(exposure.PerpEntryUnits)))
            .OrderBy(static perp => perp.Symbol, StringComparer.Ordinal),
    ];

    private OrderView ViewOrder(int slot)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        ref readonly OrderDetail detail = ref state.Orders.Store.Detail(slot);
        return new OrderView(
            node.OrderId,
            detail.ClientId,
            state.InstrumentOf(slot).Symbol,
            node.Side,
            new Price(node.PriceUnits),
            new Quantity(node.SizeUnits),
            new Quantity(node.SizeUnits - node.RemainingUnits),
            node.Status(),
            node.TimeInForce,
            node.TimeInForce == TimeInForce.Gtd ? detail.ExpiresAtMs : null,
            node.Flags,
            detail.Builder,
            detail.IsLiquidation);
    }

    private BookView[] ViewBooks() =>
    [
        .. state.Markets.Listed()
            .Where(static instrument => !instrument.Book.IsEmpty)
            .OrderBy(static instrument => instrument.Symbol, StringComparer.Ordinal)
            .Select(instrument => new BookView(
                instrument.Symbol, ViewLevels(instrument, Side.Buy), ViewLevels(instrument, Side.Sell))),
    ];

    private List<LevelView> ViewLevels(Instrument instrument, Side side)
    {
        BookSide half = instrument.Book.Half(side);
        var levels = new List<LevelView>();
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            var ids = new List<long>(half[level].Count);
            for (int slot = half[level].Head; slot != OrderStore.SpareSlot; slot = state.Orders.Store.Node(slot).Next)
                ids.Add(state.Orders.Store.Node(slot).OrderId);
            long price = state.Orders.Store.Node(half[level].Head).PriceUnits;
            levels.Add(new LevelView(new Price(price), new Quantity(half[level].QuantityUnits), ids));
        }

        return levels;
    }
}
