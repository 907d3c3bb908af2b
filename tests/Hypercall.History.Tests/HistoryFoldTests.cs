using Hypercall.Actors.Tests.Support;
using Hypercall.Views.Tests.Support;

namespace Hypercall.History.Tests;

/// <summary>A venue on which everything happens that a history tells, row by row.</summary>
public sealed class HistoryFoldTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HistoryReader _reader;

    public HistoryFoldTests()
    {
        HistoryDatabase database = HistoryDatabase.Sqlite(_directory.File("history.db"));
        new HistoryRun(SettlingVenue.Envelopes()).ShowAll(database);
        _reader = new HistoryReader(database);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    [Fact]
    public void Every_kind_of_event_is_decided() =>
        Assert.All(Enum.GetValues<EventKind>(), kind => HistoryFold.Uses(kind));

    [Fact]
    public void Both_sides_of_a_trade_are_fills_with_the_command_s_terms()
    {
        TradeRow trade = _reader.TradesAfter(0, 1).Rows[0];
        Assert.Equal(
            (1L, SettlingVenue.Call, "40", "10", Side.Buy),
            (trade.TradeId, trade.Symbol, $"{trade.Price}", $"{trade.Size}", trade.TakerSide));
        FillRow taker = _reader.Fills(SettlingVenue.Buyer, new HistorySlice(10)).Rows[^1];
        FillRow maker = _reader.Fills(SettlingVenue.Seller, new HistorySlice(10)).Rows[^1];
        Assert.Equal((3L, Side.Buy, true, trade.TakerFee), (taker.FillId, taker.Side, taker.IsTaker, taker.Fee));
        Assert.Equal((2L, Side.Sell, false, trade.MakerFee), (maker.FillId, maker.Side, maker.IsTaker, maker.Fee));
        OrderRow order = Assert.Single(_reader.Order(SettlingVenue.Seller, maker.OrderId).Rows);
        Assert.Equal(
            (OrderStatus.Filled, TimeInForce.Gtc, "10", "10"),
            (order.Status, order.TimeInForce, $"{order.Size}", $"{order.Filled}"));
        Assert.True(order.CreatedAtMs < order.UpdatedAtMs);
    }

    [Fact]
    public void A_trade_by_request_for_quote_has_no_orders()
    {
        FillRow[] fills = [.. _reader.Fills(SettlingVenue.Maker, new HistorySlice(10)).Rows
            .Where(fill => fill.Source == FillSource.Rfq)];
        Assert.Equal(2, fills.Length);
        Assert.All(fills, fill => Assert.Equal((0L, false), (fill.OrderId, fill.IsTaker)));
    }

    [Fact]
    public void Settlement_pays_out_and_tells_its_price()
    {
        PayoutRow payout = Assert.Single(_reader.Payouts(SettlingVenue.Buyer, null, new HistorySlice(10)).Rows);
        Assert.Equal((SettlingVenue.Call, "3800"), (payout.Symbol, $"{payout.SettlementPrice}"));
        Assert.Equal(SettlingVenue.SettlementSequence, payout.Sequence);
        Assert.Equal(CalendarDate.ToEpochMs(20_260_105) + 8 * 3_600_000, payout.ExpiryMs);
        Assert.Equal(0, payout.Id / RowIds.PerSequence - payout.Sequence);
        Assert.Equal(payout.Value.Units, 800 * (Int128)Cash.UnitsPerUsdc * payout.Size.Units / 1_000_000);
        Assert.Equal(
            [payout.Id], _reader.Payouts(SettlingVenue.Buyer, SettlingVenue.Call, new HistorySlice(10)).Rows.Select(row => row.Id));
        Assert.Empty(_reader.Payouts(SettlingVenue.Buyer, SettlingVenue.Later, new HistorySlice(10)).Rows);
    }

    [Fact]
    public void Instruments_stay_after_they_are_gone()
    {
        InstrumentRow[] rows = [.. _reader.Instruments().Rows];
        Assert.Equal(
            [(0L, SettlingVenue.Call), (1L, SettlingVenue.Later)], rows.Select(row => (row.Number, row.Symbol)));
        Assert.Equal((InstrumentStatus.Settled, "3800"), (rows[0].Status, $"{rows[0].SettlementPrice}"));
        Assert.Equal(InstrumentStatus.Active, rows[1].Status);
        Assert.True(rows[0].UpdatedAtMs > rows[0].CreatedAtMs);
    }

    [Fact]
    public void Liquidation_s_steps_follow_one_another()
    {
        var seller = new LiquidationFilter(SettlingVenue.Seller);
        LiquidationRow[] rows = [.. _reader.Liquidations(seller, new HistorySlice(100)).Rows.Reverse()];
        Assert.True(rows.Length >= 2);
        Assert.Equal((LiquidationState.Healthy, LiquidationState.PreLiquidation), (rows[0].Before, rows[0].After));
        for (int step = 1; step < rows.Length; step++)
            Assert.Equal(rows[step - 1].After, rows[step].Before);
        Assert.True(rows[0].MaintenanceExcess!.Value < default(Cash));
        Assert.Equal(
            rows[^2..].Reverse(), _reader.Liquidations(new LiquidationFilter(), new HistorySlice(2)).Rows);
        Assert.Equal(rows[0], Assert.Single(_reader.Liquidations(new LiquidationFilter(), new HistorySlice(10, 0, rows[1].Id)).Rows));
        Assert.Equal(
            [rows[0].Id],
            _reader.Liquidations(new LiquidationFilter(State: LiquidationState.PreLiquidation), new HistorySlice(10)).Rows
                .Select(row => row.Id));
        Assert.Empty(_reader.Liquidations(new LiquidationFilter(Mode: MarginMode.Portfolio), new HistorySlice(10)).Rows);
    }

    [Fact]
    public void Transfers_have_their_source_and_come_in_pages()
    {
        TransferKind[] cash = [TransferKind.Deposit, TransferKind.Withdrawal];
        TransferRow[] rows = [.. _reader.Transfers(SettlingVenue.Seller, cash, null, null, 10).Rows];
        Assert.Equal([(5L, "bank"), (2L, "bank")], rows.Select(row => (row.Number!.Value, row.Source!)));
        Assert.Equal(1_000 * (Int128)Cash.UnitsPerUsdc, rows[0].AmountUnits);
        Assert.Equal(rows[1], Assert.Single(_reader.Transfers(SettlingVenue.Seller, cash, [""], rows[0].Id, 10).Rows));
        Assert.Empty(_reader.Transfers(SettlingVenue.Seller, [TransferKind.Withdrawal], null, null, 10).Rows);
        Assert.Empty(_reader.Transfers(SettlingVenue.Seller, [], null, null, 10).Rows);
    }

    [Fact]
    public void Prices_and_equities_are_sampled_where_a_span_begins()
    {
        PriceSample[] index = [.. _reader.Prices("ETH", SampleInterval.FiveMinutes, 100).Rows];
        Assert.NotEmpty(index);
        Assert.All(index, sample => Assert.Equal(0, sample.BucketMs % (long)SampleInterval.FiveMinutes));
        PriceSample[] days = [.. _reader.Prices("ETH", SampleInterval.Day, 100).Rows];
        Assert.Equal(days.Select(sample => sample.BucketMs / (long)SampleInterval.Day).Distinct().Count(), days.Length);
        Assert.Subset(index.ToHashSet(), days.ToHashSet());
        Assert.NotEmpty(_reader.Equities(SettlingVenue.Buyer, SampleInterval.Hour, 100).Rows);
    }

    [Fact]
    public void A_revoked_agent_is_remembered()
    {
        WalletAddress agent = WalletAddress.FromNumber(50);
        HistoryDatabase database = HistoryDatabase.Sqlite(_directory.File("agents.db"));
        CommandEnvelope[] venue = [.. SettlingVenue.Envelopes()];
        CommandEnvelope last = venue[^1];
        CommandEnvelope After(int ms, EngineCommand command) =>
            CommandEnvelope.Trusted(last.Sequence + ms, last.TimestampMs + ms, command);
        new HistoryRun(
        [
            .. venue,
            After(1, new ApproveAgent(SettlingVenue.Buyer, agent)),
            After(2, new RevokeAgent(SettlingVenue.Buyer, agent)),
        ]).ShowAll(database);
        var reader = new HistoryReader(database);
        RevocationRow row = Assert.Single(reader.Revocation(SettlingVenue.Buyer, agent).Rows);
        Assert.Equal((reader.Mark().Sequence, last.TimestampMs + 2), (row.Sequence, row.AtMs));
        Assert.Empty(reader.Revocation(SettlingVenue.Seller, agent).Rows);
    }

    [Fact]
    public void A_wallet_is_first_seen_once()
    {
        WalletRow row = Assert.Single(_reader.Wallet(SettlingVenue.Buyer).Rows);
        Assert.Equal(7, row.Sequence);
        Assert.Empty(_reader.Wallet(WalletAddress.FromNumber(99)).Rows);
    }

    [Fact]
    public void Ids_ascend_even_where_a_command_makes_many()
    {
        var ids = new RowIds();
        long[] first = [.. Enumerable.Range(0, (int)RowIds.PerSequence + 2).Select(_ => ids.Next(5))];
        long next = ids.Next(6);
        Assert.Equal(first.Order(), first.Distinct());
        Assert.Equal((5 * RowIds.PerSequence, first[^1] + 1), (first[0], next));
        Assert.Equal(8 * RowIds.PerSequence, ids.Next(8));
    }
}
