using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Matching;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Partial liquidation (risk.md §B2): step by step, orders in the wallet's name offer a slice of each position a little
/// further from its mark, until its excess is back; it never gives away more than the wallet has of its own.
/// </summary>
internal sealed class PartialLiquidation(
    EngineState state, Turn turn, RestingOrders resting, MarginCalculator margin, HeldPortfolio portfolio,
    LiquidationFees fees, Matcher matcher, LiquidationStages stages, FullLiquidation full)
{
    private readonly List<HeldOption> _held = [];

    /// <summary>Whether a wallet that enters liquidation may be liquidated through the book.</summary>
    public bool IsFor(WalletAccount wallet) =>
        wallet.OpenPositions <= state.Rules.Liquidation.PartialMaxPositions && margin.OwnEquityUnits(wallet) >= 0;

    /// <summary>Has a wallet enter, and takes the first step.</summary>
    public void Enter(WalletAccount wallet)
    {
        LiquidationRules rules = state.Rules.Liquidation;
        long now = state.TimestampMs;
        portfolio.List(wallet, _held);
        var stage = new LiquidationStage
        {
            Mode = LiquidationMode.Partial,
            EnteredAtMs = now,
            EndsAtMs = now + rules.EscalationMs,
            PauseUntilMs = now + rules.EscalationMs + rules.MaxPauseMs,
            NextAtMs = now,
            EntrySizes = [.. _held.Select(static held => new EntrySize(held.Instrument.Symbol, held.SizeUnits))],
        };
        stages.Enter(wallet, LiquidationState.InLiquidation, stage);
        resting.CancelWalletOrders(wallet, OrderReason.Liquidation);
        RunDue(wallet, stage);
    }

    /// <summary>A step, or what follows the end of the stage.</summary>
    public void RunDue(WalletAccount wallet, LiquidationStage stage)
    {
        resting.CancelLiquidationOrders(wallet);
        long now = state.TimestampMs;
        if (margin.HasRecovered(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
        else if (stage.EndsAtMs <= now || margin.OwnEquityUnits(wallet) < 0)
            full.Enter(wallet, isStep: true);
        else if (PlaceOrders(wallet, stage))
            stages.Change(
                wallet, stage with { Step = stage.Step + 1, NextAtMs = now + state.Rules.Liquidation.RepriceMs });
        else
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
    }

    /// <summary>One look at the wallet: it may be back, or have nothing of its own left.</summary>
    public void Examine(WalletAccount wallet)
    {
        if (margin.HasRecovered(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
        else if (margin.OwnEquityUnits(wallet) < 0)
            full.Enter(wallet, isStep: false);
    }

    /// <summary>Offers a slice of each position that can be traded; false once the wallet is back.</summary>
    private bool PlaceOrders(WalletAccount wallet, LiquidationStage stage)
    {
        portfolio.List(wallet, _held);
        Int128 left = margin.OwnEquityUnits(wallet);
        long ratePpm = RatePpm(wallet, stage, left);
        foreach (HeldOption held in _held)
        {
            if (!CanOffer(held))
                continue;
            long units = SliceUnits(held, stage.EntrySizes);
            if (LimitUnits(held, ratePpm) is not { } limit)
                continue;
            Int128 lost = LostUnits(held, limit, units);
            // The fees of what this step has filled are gone too (§B5).
            Int128 equity = margin.OwnEquityUnits(wallet);
            if (lost > Int128.Min(left, equity) || !RaisesExcess(wallet, equity, held, limit, units))
                continue;
            left -= lost;
            turn.MakersMet += matcher.ExecuteLiquidation(wallet, held.Instrument, held.ClosingSide, limit, units);
            if (margin.ExcessOfPositionsUnits(wallet) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>
    /// How far from their marks the orders of a step are: never further than the wallet can pay for all.
    /// </summary>
    private long RatePpm(WalletAccount wallet, LiquidationStage stage, Int128 equityUnits)
    {
        LiquidationRules rules = state.Rules.Liquidation;
        long bonus = Math.Min(
            rules.BonusMaxPpm, stage.Step * rules.BonusStepPpm + Math.Max(0, wallet.BonusPpm));
        return BankruptcyMath.RatioPpm(equityUnits, HeldPortfolio.GrossUnits(_held), bonus);
    }

    private bool CanOffer(in HeldOption held) =>
        held.Marks == MarkQuality.Current && portfolio.Trades(held.Instrument) && state.HasOrderIdsLeft
        && held.Instrument.OpenUnits <= Quantity.MaxOpenUnits - held.SizeUnits;

    /// <summary>The slice of a position as it was on entry, up to the size step; of a later one as it is.</summary>
    private long SliceUnits(in HeldOption held, ImmutableArray<EntrySize> entrySizes)
    {
        long entry = held.SizeUnits;
        foreach (EntrySize size in entrySizes)
        {
            if (string.Equals(size.Symbol, held.Instrument.Symbol, StringComparison.Ordinal))
                entry = size.SizeUnits;
        }

        Int128 step = (Int128)held.Instrument.Underlying.Rules.SizeStepUnits * Rounding.PpmUnit;
        Int128 slice = ((Int128)entry * state.Rules.Liquidation.SlicePpm + step - 1) / step
            * held.Instrument.Underlying.Rules.SizeStepUnits;
        return (long)Int128.Min(held.SizeUnits, slice);
    }

    /// <summary>The nearest price that an order could have, so far beyond the mark; null: there is none.</summary>
    private long? LimitUnits(in HeldOption held, long ratePpm)
    {
        UnderlyingRules rules = held.Instrument.Underlying.Rules;
        int figures = state.Rules.SignificantFigures;
        if (held.ClosingSide == Side.Buy)
        {
            Int128 above = (Int128)held.MarkUnits * (Rounding.PpmUnit + ratePpm);
            return OrderablePrices.AtOrAbove(rules, figures, (above + Rounding.PpmUnit - 1) / Rounding.PpmUnit);
        }

        Int128 below = (Int128)held.MarkUnits * (Rounding.PpmUnit - ratePpm) / Rounding.PpmUnit;
        return OrderablePrices.AtOrBelow(rules, figures, (long)below);
    }

    /// <summary>What filling an order whole at its limit loses against the mark.</summary>
    private static Int128 LostUnits(in HeldOption held, long limitUnits, long units)
    {
        long worse = held.ClosingSide == Side.Buy ? limitUnits - held.MarkUnits : held.MarkUnits - limitUnits;
        return Cash.NotionalUnits(Math.Max(0, worse), units);
    }

    private bool RaisesExcess(
        WalletAccount wallet, Int128 equityUnits, in HeldOption held, long limitUnits, long units)
    {
        long signed = Sides.Signed(held.ClosingSide, units);
        Int128 after = equityUnits + Cash.NotionalUnits(held.MarkUnits - limitUnits, signed);
        Int128 fee = fees.Units(held.Instrument.Underlying, limitUnits, units, after);
        margin.Hypothesis.Start(wallet);
        Int128 before = margin.ExcessOfPositionsUnits();
        margin.Hypothesis.Fill(held.Instrument, signed, limitUnits, fee);
        return margin.ExcessOfPositionsUnits() > before;
    }
}
