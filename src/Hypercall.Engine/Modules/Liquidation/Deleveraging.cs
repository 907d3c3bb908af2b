using Hypercall.Engine.Modules.Accounting;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Auto-deleveraging (risk.md §B4): what nobody would take is closed against those who hold the other side, the largest
/// gain first, at a price that the wallet can pay as far as nobody is taken past his entry. The insurance fund comes
/// before the others, and again where their entries hold back.
/// </summary>
internal sealed class Deleveraging(
    EngineState state, Turn turn, OptionValuer valuer, MarginCalculator margin, HeldPortfolio portfolio,
    FillAccounting fills, CashMoves cashMoves, ReducingOrders reducing, LiquidationStages stages)
{
    private readonly List<HeldOption> _held = [];
    private readonly List<(WalletAccount Wallet, Rank Rank)> _found = [];
    private readonly PriorityQueue<WalletAccount, Rank> _holders = new();
    private readonly List<WalletAccount> _touched = [];
    private int _left;
    private bool _isOffMark;

    /// <summary>
    /// Positions that were read to find whom to close against, all together: shows how that work grows, without a
    /// clock.
    /// </summary>
    internal long HoldersRead { get; private set; }

    /// <summary>The largest gain per contract first, then the address.</summary>
    private readonly record struct Rank(long GainUnits, WalletAddress Address) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => GainUnits != other.GainUnits
            ? other.GainUnits.CompareTo(GainUnits)
            : Address.CompareTo(other.Address);
    }

    /// <summary>Begins or goes on; a command closes against at most so many holders as an order meets makers.</summary>
    public void Run(WalletAccount wallet, LiquidationStage stage)
    {
        turn.HasDeleveraged = true;
        if (!stage.IsDeleveraging)
            stage = Begin(wallet, stage);
        _left = state.Rules.MaxMakers;
        _isOffMark = stage.IsOffMark;
        bool isDone = CloseAll(wallet, stage.Bankruptcy);
        QueueTouched();
        if (isDone)
            Finish(wallet);
        else
            stages.Change(wallet, stage with { IsOffMark = _isOffMark });
    }

    /// <summary>Ends the auction, and fixes the prices at which the wallet would be left with nothing.</summary>
    private LiquidationStage Begin(WalletAccount wallet, LiquidationStage stage)
    {
        stages.End(wallet, AuctionStatus.Expired);
        portfolio.List(wallet, _held);
        Int128 shortfall = Int128.Max(0, -margin.OwnEquityUnits(wallet) - wallet.DebtUnits);
        Int128 paid = Int128.Min(
            shortfall, AuctionMath.FundShareUnits(state.Rules.Liquidation, state.Ledger.InsuranceUnits));
        Int128 ratio = BankruptcyMath.LossRatio(shortfall - paid, HeldPortfolio.GrossUnits(_held));
        var bankruptcy = ImmutableArray.CreateBuilder<BankruptcyPrice>(_held.Count);
        foreach (HeldOption held in _held)
        {
            long price = BankruptcyMath.PriceUnits(held.MarkUnits, held.ClosingSide == Side.Buy, ratio);
            bankruptcy.Add(new BankruptcyPrice(held.Instrument.Symbol, held.ClosingSide, price));
        }

        stage = stage with
        {
            AuctionId = 0,
            StartedAtMs = 0,
            IsDeleveraging = true,
            Bankruptcy = bankruptcy.ToImmutable(),
        };
        stages.Change(wallet, stage);
        return stage;
    }

    /// <summary>
    /// Covers what is left unpaid, a position left or not: it stays and settles. Project rule beyond risk.md §B4: the
    /// cash that a position left has yet to bring in, which portfolio mode pays when it closes, is not covered.
    /// </summary>
    private void Finish(WalletAccount wallet)
    {
        bool isCovered = cashMoves.TryCover(wallet, -margin.OwnEquityUnits(wallet) - wallet.DebtUnits);
        bool isClean = !isCovered && !_isOffMark && wallet.OpenPositions == 0;
        stages.Enter(wallet, isClean ? LiquidationState.Healthy : LiquidationState.Liquidated, stage: null);
    }

    /// <summary>Closes one position after the other; false when the command may close no more.</summary>
    private bool CloseAll(WalletAccount wallet, ImmutableArray<BankruptcyPrice> prices)
    {
        foreach (BankruptcyPrice price in prices)
        {
            if (state.Markets.Find(price.Symbol) is not { } instrument)
                continue;
            bool isOpen = state.Positions.Of(wallet, instrument).IsReducedBy(price.Side);
            if (isOpen && !Close(wallet, instrument, price))
                return false;
        }

        return true;
    }

    private bool Close(WalletAccount wallet, Instrument instrument, in BankruptcyPrice price)
    {
        int slot = state.Positions.Find(wallet.Number, instrument.Number);
        PositionEntry own = state.Positions[slot];
        long mark = valuer.Best(instrument, out _).MarkOf(own.QuantityUnits, own.CostUnits);
        RankHolders(instrument, price.Side, mark);
        long open = own.QuantityUnits;
        while (open != 0 && _holders.TryDequeue(out WalletAccount? holder, out _))
        {
            if (_left == 0)
                return false;
            _left--;
            open += CloseWith(wallet, holder, instrument, price, mark, open);
        }

        return true;
    }

    /// <summary>Finds who holds the other side, as the wallet itself does not.</summary>
    private void RankHolders(Instrument instrument, Side side, long markUnits)
    {
        _found.Clear();
        HoldersRead += instrument.Holders.Length;
        foreach (int slot in instrument.Holders)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            bool isOtherSide = side == Side.Buy ? entry.QuantityUnits > 0 : entry.QuantityUnits < 0;
            if (!isOtherSide)
                continue;
            long entryPrice = EnginePosition.EntryPrice(entry.QuantityUnits, entry.CostUnits).Units;
            long gain = side == Side.Buy ? markUnits - entryPrice : entryPrice - markUnits;
            WalletAccount holder = state.Wallets[entry.Wallet];
            _found.Add((holder, new Rank(gain, holder.Address)));
        }

        _holders.Clear();
        _holders.EnqueueRange(_found);
    }

    /// <summary>Closes against one holder; returns the contracts, positive where the wallet buys.</summary>
    private long CloseWith(
        WalletAccount wallet, WalletAccount holder, Instrument instrument, in BankruptcyPrice price, long markUnits,
        long openUnits)
    {
        PositionEntry entry = state.Positions[state.Positions.Find(holder.Number, instrument.Number)];
        bool isShort = price.Side == Side.Buy;
        long units = Math.Min(Math.Abs(entry.QuantityUnits), Math.Abs(openUnits));
        long signed = isShort ? units : -units;
        long fillPrice = BankruptcyMath.FillUnits(
            isShort, markUnits, price.PriceUnits, entry.QuantityUnits, entry.CostUnits);
        _isOffMark |= fillPrice != markUnits;
        fills.MoveLiquidated(wallet, holder, instrument, signed, fillPrice, isDeleveraging: true);
        reducing.KeepAfterDeleveraging(holder, instrument);
        _touched.Add(holder);
        return signed;
    }

    /// <summary>Has everybody examined whose position was closed, in the order of addresses.</summary>
    private void QueueTouched()
    {
        _touched.Sort(WalletAccount.CompareByAddress);
        state.Examinations.Add(_touched);
        _touched.Clear();
    }
}
