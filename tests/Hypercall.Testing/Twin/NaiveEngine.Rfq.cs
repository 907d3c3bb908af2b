namespace Hypercall.Testing.Twin;

/// <summary>Quotes: several legs between two wallets, all or none.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? ExecuteQuote(RfqExecute command)
    {
        NaiveReject? reject = CheckQuote(command) ?? CheckLegs(command) ?? CheckLegMarkets(command);
        if (reject is not null)
            return reject;
        NaiveRfqSide taker = Role(command, isTaker: true);
        NaiveRfqSide maker = Role(command, isTaker: false);
        reject = CheckQuoteLiquidation(taker) ?? CheckQuoteLiquidation(maker)
            ?? CheckQuotePositions(taker) ?? CheckQuotePositions(maker)
            ?? CheckLegMarks(command) ?? CheckQuoteMargin(taker) ?? CheckQuoteMargin(maker)
            ?? (taker.Reduces && maker.Reduces ? null : FirstReject(command, leg => CheckIndex(leg.Symbol)));
        if (reject is not null)
            return reject;
        foreach (RfqLeg leg in command.Legs)
            Trade(leg, taker.Wallet, maker.Wallet);
        return null;
    }

    private static NaiveReject? CheckQuote(RfqExecute command)
    {
        int[] lengths = [.. new[] { command.RfqId, command.QuoteId }.Select(System.Text.Encoding.UTF8.GetByteCount)];
        if (command.Legs.Length is 0 or > RfqExecute.MaxLegs || lengths.Any(l => l is 0 or > RfqExecute.MaxIdBytes))
            return NaiveReject.Of(RejectCode.InvalidRfq, command.Legs.Length, RfqExecute.MaxLegs);
        return command.Taker == command.Maker ? NaiveReject.Of(RejectCode.RfqSelfTrade) : null;
    }

    private NaiveReject? CheckLegs(RfqExecute command)
    {
        for (int i = 0; i < command.Legs.Length; i++)
        {
            RfqLeg leg = command.Legs[i];
            BigInteger earlier = 0;
            foreach (RfqLeg before in command.Legs.Take(i).Where(l => l.Symbol == leg.Symbol))
                earlier += before.Size.Units;
            NaiveReject? reject = CheckPrice(leg.Symbol, leg.Price.Units)
                ?? CheckSize(leg.Symbol, leg.Size.Units)
                ?? CheckExposure(_state.Wallet(command.Taker), leg, earlier)
                ?? CheckExposure(_state.Wallet(command.Maker), leg, earlier)
                ?? CheckBand(leg.Symbol, Side.Buy, leg.Price.Units)
                ?? CheckBand(leg.Symbol, Side.Sell, leg.Price.Units);
            if (reject is not null)
                return reject;
        }

        return null;
    }

    private NaiveReject? CheckExposure(NaiveWallet wallet, RfqLeg leg, BigInteger earlier) =>
        CheckExposure(wallet, leg.Symbol, leg.Size.Units + earlier, OrdersOf(wallet));

    private NaiveReject? CheckLegMarkets(RfqExecute command) =>
        FirstReject(command, leg => CheckInstrument(leg.Symbol))
        ?? FirstReject(command, leg => CheckMode(leg.Symbol, TradingModes.Rfq));

    private static NaiveReject? FirstReject(RfqExecute command, Func<RfqLeg, NaiveReject?> check) =>
        command.Legs.Select(check).FirstOrDefault(reject => reject is not null);

    private NaiveRfqSide Role(RfqExecute command, bool isTaker)
    {
        NaiveWallet wallet = _state.Wallet(isTaker ? command.Taker : command.Maker);
        List<RfqLeg> legs = [.. command.Legs.Select(l => isTaker ? l : l with { Side = 1 - l.Side })];
        return new NaiveRfqSide(wallet, legs, isTaker, LegsReduce(wallet, legs));
    }

    /// <summary>True when every leg reduces risk, those before it in the same symbol and side counted as open.</summary>
    private bool LegsReduce(NaiveWallet wallet, List<RfqLeg> legs)
    {
        for (int i = 0; i < legs.Count; i++)
        {
            BigInteger open = OpenSize(OrdersOf(wallet), legs[i].Symbol, legs[i].Side);
            foreach (RfqLeg before in legs.Take(i))
                open += before.Symbol == legs[i].Symbol && before.Side == legs[i].Side ? before.Size.Units : 0;
            if (!ReducesRisk(wallet, legs[i].Symbol, legs[i].Side, legs[i].Size.Units, open))
                return false;
        }

        return true;
    }

    private static NaiveReject? CheckQuoteLiquidation(NaiveRfqSide side) =>
        CheckLiquidation(side.Wallet, side.Reduces);

    private NaiveReject? CheckQuotePositions(NaiveRfqSide side)
    {
        List<string> counted = [.. side.Wallet.Positions.Where(p => !p.Size.IsZero).Select(p => p.Symbol)];
        int most = TierOf(side.Wallet).MaxOpenPositions;
        foreach (RfqLeg leg in side.Legs.Where(l => !counted.Contains(l.Symbol)))
        {
            if (counted.Count >= most && !counted.Contains(leg.Symbol))
                return NaiveReject.Of(RejectCode.TooManyPositions, counted.Count, most);
            if (!counted.Contains(leg.Symbol))
                counted.Add(leg.Symbol);
        }

        return null;
    }

    /// <summary>A quote on what was never marked is refused, whoever reduces by it.</summary>
    private NaiveReject? CheckLegMarks(RfqExecute command) => !_state.Rules.MarginEnabled
        ? null
        : FirstReject(command, leg => LastValue(leg.Symbol) is null ? NeverMarked() : null);

    private NaiveReject NeverMarked()
    {
        Reach("quote on what was never marked");
        return NaiveReject.Of(RejectCode.MissingMark);
    }

    private NaiveValue? LastValue(string symbol) =>
        Pricing.Value(_state.Instrument(symbol)!, NaiveMarks.CurrentElseLast);

    private NaiveReject? CheckQuoteMargin(NaiveRfqSide side)
    {
        if (!_state.Rules.MarginEnabled)
            return CheckUnmargined(side.Wallet);
        NaiveMarginCase now = Risk.Case(side.Wallet);
        NaiveReject? distressed = IsDistressed(side.Wallet, now)
            ? side.Legs.Select(l => CheckDistressBand(l.Symbol, l.Side, l.Price.Units)).FirstOrDefault(r => r is not null)
            : null;
        Reach($"quote {(distressed is null ? "" : "distress ")}{side.Wallet.Liquidation}");
        return distressed ?? CheckAfterQuote(now, AfterLegs(now, side), side);
    }

    private NaiveMarginCase AfterLegs(NaiveMarginCase now, NaiveRfqSide side)
    {
        foreach (RfqLeg leg in side.Legs)
        {
            FeeRules fees = new NaiveRules(_state.Rules, UnderlyingOf(leg.Symbol)).Fees;
            long ratePpm = side.IsTaker ? fees.TakerPpm : fees.MakerPpm;
            BigInteger fee = Fees.Paid(ratePpm, leg.Symbol, leg.Price.Units, leg.Size.Units);
            now = now.WithFill(leg.Symbol, Signed(leg.Side, leg.Size.Units), leg.Price.Units, fee);
        }

        return now;
    }

    private NaiveReject? CheckAfterQuote(NaiveMarginCase now, NaiveMarginCase after, NaiveRfqSide side)
    {
        (NaiveMargin? before, NaiveMargin? left) = (Risk.Margin(now), Risk.Margin(after));
        (BigInteger? worthBefore, BigInteger? worthLeft) = (Risk.Worth(now), Risk.Worth(after));
        if (before is null || left is null || worthBefore is null || worthLeft is null)
            return NaiveReject.Of(RejectCode.MissingMark);
        BigInteger had = BigInteger.Min(0, ExcessOfQuoteAlone(now));
        bool leavesAlone = ExcessOfQuoteAlone(after) >= had;
        bool leaves = left.Excess >= had
            && worthLeft >= BigInteger.Min(0, worthBefore.Value)
            && leavesAlone;
        if (left.Excess < had && left.Excess >= BigInteger.Min(0, before.Excess))
            Reach($"{now.Mode} quote refused though orders hide it");
        if (!leaves && left.Excess >= had)
            Reach($"{now.Mode} quote refused for its worth");
        return leaves ? null : Insufficient(left, now, side.Legs.Select(l => UnderlyingOf(l.Symbol)));
    }

    /// <summary>As if no order were open: orders that rest must not hide what a quote loses.</summary>
    private BigInteger ExcessOfQuoteAlone(NaiveMarginCase wallet) => Risk.Margin(wallet.WithoutOrders())!.Excess;

    private void Trade(RfqLeg leg, NaiveWallet taker, NaiveWallet maker) => Settle(new NaiveFill(
        leg.Symbol,
        leg.Price.Units,
        leg.Size.Units,
        leg.Side,
        new NaiveFillSide(taker, 0, null),
        new NaiveFillSide(maker, 0, null),
        FillSource.Rfq));

    private IEnumerable<NaiveOrder> OrdersOf(NaiveWallet wallet) =>
        _state.Orders.Where(o => o.Wallet == wallet.Address);
}
