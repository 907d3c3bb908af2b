namespace Hypercall.Testing.Twin;

/// <summary>Commands on accounts, protection and agents.</summary>
internal sealed partial class CommandStream
{
    private EngineCommand Deposit()
    {
        (string? source, long? number) = NextTransfer();
        List<NaiveWallet> needy =
            _state.Wallets.FindAll(w => w.Exists && (w.Debt > 0 || w.Liquidation != LiquidationState.Healthy));
        WalletAddress wallet = needy.Count > 0 && _random.PerMille(400) ? _random.PickFrom(needy).Address : AnyWallet();
        return new DepositUpdate(wallet, AnyAmount(), source, number);
    }

    private EngineCommand Withdraw()
    {
        (string? source, long? number) = NextWithdrawal();
        WalletAddress wallet = Withdrawing();
        Cash amount = AnyAmount();
        Int128 cash = (Int128)_state.Wallet(wallet).Cash;
        if (_state.Wallet(wallet).IsHeld && cash > 1)
            amount = new Cash(cash / _random.Pick(1, 2));
        else if (_random.PerMille(300))
            amount = new Cash(cash + _random.Below(2));
        else if (_random.PerMille(300))
            amount = new Cash((Int128)(Excess(wallet) ?? 1) + _random.Below(2));
        return new CashWithdrawalUpdate(wallet, amount, source, number);
    }

    private BigInteger? Excess(WalletAddress wallet)
    {
        var risk = new NaiveRisk(_state);
        return risk.Margin(risk.Case(_state.Wallet(wallet)))?.Excess;
    }

    private EngineCommand Insurance()
    {
        (string? source, long? number) = NextTransfer();
        return new InsuranceDeposit(AnyAmount(), source, number);
    }

    /// <summary>Mostly the next number of a known source, at times a used one, a new source, or half a name.</summary>
    private (string? Source, long? Number) NextTransfer()
    {
        string source = _random.PerMille(950) ? _random.Pick("bank", "chain", "zürich") : $"desk {_random.Below(20)}";
        long last = _state.Sources.GetValueOrDefault(source)?.Number ?? 0;
        long number = Math.Max(1, last + (_random.PerMille(850) ? 1 : _random.Pick(0, -1, 10)));
        return _random.Below(100) switch
        {
            0 => (null, number),
            1 => (source, null),
            2 => (null, null),
            _ => (source, number),
        };
    }

    private (string? Source, long? Number) NextWithdrawal() =>
        _random.PerMille(500) ? (null, null) : NextTransfer();

    /// <summary>At times a wallet of which something other than its cash decides.</summary>
    private WalletAddress Withdrawing()
    {
        List<NaiveWallet> held = _state.Wallets.FindAll(w => w.IsHeld && !w.HoldsOptions && w.Debt.IsZero);
        List<NaiveWallet> waiting = _state.Wallets.FindAll(HoldsPending);
        if (held.Count > 0 && _random.PerMille(500))
            return _random.PickFrom(held).Address;
        return waiting.Count > 0 && _random.PerMille(300) ? _random.PickFrom(waiting).Address : AnyWallet();
    }

    private bool HoldsPending(NaiveWallet wallet) =>
        wallet.Positions.Exists(p => !p.Size.IsZero && _state.Instrument(p.Symbol)!.IsPending);

    /// <summary>One of the last transfers once more, under its number.</summary>
    private EngineCommand RepeatedTransfer() =>
        _transfers.Count == 0 ? Deposit() : _random.PerMille(600) ? _transfers[^1] : _random.PickFrom(_transfers);

    private Cash AnyAmount() => _random.Below(40) switch
    {
        0 => Cash.Zero,
        1 => new Cash(-1),
        2 => new Cash(Cash.MaxDepositsUnits + 1),
        3 => new Cash(1),
        4 when _random.PerMille(50) => new Cash(Cash.MaxDepositsUnits - (Int128)_state.Deposits),
        _ => new Cash((Int128)_random.Between(1, MostUsdc()) * Cash.UnitsPerUsdc + _random.Below(3)),
    };

    private long MostUsdc() => !_profile.NearTheMoney ? 10_000 : _profile.Huge ? 1_000_000_000 : 200;

    private EngineCommand Margin() => new MarginModeUpdate(Withdrawing(), _random.Any<MarginMode>());

    private EngineCommand Tier()
    {
        string name = _random.PerMille(900) ? "gold" : _random.Pick("", new string('t', 32), new string('t', 33));
        (int orders, int positions) = _random.Below(6) switch
        {
            0 => (0, 10),
            1 => (3, 10),
            2 when _random.PerMille(300) => (20, 1),
            3 => (-1, 10),
            4 => (20, -1),
            _ => (25, 5),
        };
        return new TierUpdate(AnyWallet(), name, orders, positions);
    }

    private EngineCommand Liquidation()
    {
        List<NaiveWallet> empty = _state.Wallets.FindAll(w => w.Exists && !w.HoldsOptions);
        if (empty.Count > 0 && _random.PerMille(200))
        {
            LiquidationState held = _random.Pick(LiquidationState.InLiquidation, LiquidationState.Liquidated);
            return new LiquidationStateUpdate(_random.PickFrom(empty).Address, held);
        }

        return new LiquidationStateUpdate(
            AnyWallet(), _random.PerMille(500) ? LiquidationState.PreLiquidation : _random.Any<LiquidationState>());
    }

    /// <summary>For an auction that runs, around what is asked; else for one that does not.</summary>
    private LiquidationBid Bid()
    {
        NaiveWallet? wallet = _state.Wallets.Find(w => w.Stage?.AuctionId is not null);
        if (wallet is null)
            return new LiquidationBid(AnyWallet(), AnyWallet(), _random.Below(3), new Cash(_random.Below(100)));
        BigInteger asked = new NaiveEngine(_state).Asked(wallet, wallet.Stage!);
        BigInteger bid = asked + _random.Pick<BigInteger>(-1, 0, 1, NaiveMath.CashPerUsdc * 1_000_000);
        WalletAddress bidder = _random.PerMille(500) ? _state.Wallets.MaxBy(w => w.Cash)!.Address : AnyWallet();
        return new LiquidationBid(bidder, wallet.Address, wallet.Stage!.AuctionId!.Value, new Cash((Int128)bid));
    }

    private EngineCommand Bonus() => new LiquidationBonusUpdate(
        AnyWallet(), _random.Pick(0, 50_000, 1_000_000, 1_000_001, -1));

    private EngineCommand Mmp()
    {
        WalletAddress wallet = AnyWallet();
        string underlying = _random.PerMille(920) ? _random.Pick("BTC", "ETH") : _random.Pick("SOL", AnyUnderlying());
        long unit = _profile.Huge ? 100_000_000 * Quantity.UnitsPerContract : Quantity.UnitsPerContract;
        long? limit = _random.PerMille(700) ? _random.Between(0, 8) * unit : null;
        long longest = _state.Rules.MaxMmpIntervalMs;
        long interval = _random.Pick(1, 10, 500, 5_000, 60_000, _random.PerMille(100) ? Longest() : 50);
        interval = _random.PerMille(950) ? Math.Min(interval, longest) : longest + _random.Below(2);
        long frozen = _random.Pick(0, 1, 10, 500, 60_000, _random.PerMille(50) ? Longest() : 5_000);
        long? delta = _random.PerMille(300) ? _random.Pick(1, 50_000_000, 300_000_000, 1_000_000_000) : null;
        long? vega = _random.PerMille(300) ? _random.Pick(0, 1_000_000, 5_000_000, 50_000_000) : null;
        switch (_random.Below(40))
        {
            case 0:
                interval = 0;
                break;
            case 1:
                frozen = -1;
                break;
            case 2:
                limit = -1;
                break;
            case 3:
                delta = -1;
                break;
            case 4:
                vega = -1;
                break;
        }

        return new MmpConfigUpdate(
            wallet,
            underlying,
            _random.PerMille(850),
            interval,
            frozen,
            limit is null ? null : new Quantity(limit.Value),
            delta,
            vega,
            NextConfigNonce(wallet, underlying));
    }

    private long Longest() => CommandEnvelope.MaxTimestampMs + (_random.PerMille(300) ? 1 : 0);

    private EngineCommand Reset()
    {
        WalletAddress wallet = AnyWallet();
        string underlying = _random.PerMille(900) ? _random.Pick("BTC", "ETH", "SOL") : AnyUnderlying();
        return new MmpReset(wallet, underlying, NextConfigNonce(wallet, underlying));
    }

    private long NextConfigNonce(WalletAddress wallet, string underlying)
    {
        long last = _state.Wallet(wallet).Protection(underlying)?.ConfigNonce ?? 0;
        return last + (_random.PerMille(900) ? 1 : _random.Pick(0, 2));
    }

    private EngineCommand Approve()
    {
        WalletAddress wallet = AnyWallet();
        // Dead agents stay dead for days, so that new addresses must come up as the stream goes on.
        WalletAddress agent = _random.PerMille(500)
            ? WalletAddress.FromNumber(100 + (ulong)(_state.Sequence / 100))
            : _random.PickFrom(Others);
        List<NaiveAgent> known = _state.Wallet(wallet).Agents;
        if (known.Count > 0 && _random.PerMille(150))
            agent = _random.PickFrom(known).Address;
        long? expiresAt = _random.Below(10) switch
        {
            0 => _now - _random.Below(2),
            < 4 => _now + _random.Between(1, 5_000),
            _ => null,
        };
        return new ApproveAgent(wallet, _random.PerMille(50) ? wallet : agent, expiresAt);
    }

    private EngineCommand Revoke()
    {
        WalletAddress wallet = AnyWallet();
        List<NaiveAgent> agents = _state.Wallet(wallet).Agents;
        bool known = agents.Count > 0 && _random.PerMille(800);
        return new RevokeAgent(wallet, known ? _random.PickFrom(agents).Address : _random.PickFrom(Others));
    }
}
