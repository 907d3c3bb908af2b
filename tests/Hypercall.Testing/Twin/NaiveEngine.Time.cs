namespace Hypercall.Testing.Twin;

/// <summary>Time advance before a command, L2 differences after it.</summary>
internal sealed partial class NaiveEngine
{
    private static bool IsTrading(NaiveInstrument instrument) =>
        instrument.Status is InstrumentStatus.Active or InstrumentStatus.Halted;

    private void AdvanceTime(EngineCommand command)
    {
        List<NaiveOrder> expired =
        [
            .. _state.Orders.Where(o => o.Terms.ExpiresAtMs <= _state.Now)
                .OrderBy(o => o.Terms.ExpiresAtMs).ThenBy(o => o.Id),
        ];
        expired.ForEach(o => CancelResting(o, OrderReason.Expired));

        foreach (NaiveWallet wallet in _state.Wallets.Where(w => w.CancelAllAt <= _state.Now).OrderBy(w => w.Address))
        {
            wallet.CancelAllAt = null;
            CancelWhere(o => o.Wallet == wallet.Address && !o.IsLiquidation, OrderReason.DeadMan);
        }

        List<NaiveInstrument> ended =
        [
            .. _state.Instruments.Where(i => IsTrading(i) && i.Expiry <= _state.Now)
                .OrderBy(i => i.Expiry).ThenBy(i => i.Symbol, StringComparer.Ordinal),
        ];
        ended.ForEach(i => i.Average = Average(i));
        ended.ForEach(Expire);
        Forget(command is Tick ? ForgottenPerTick : ForgottenPerCommand);
        RunSteps(command is Tick ? ChecksPerTick : _state.Rules.Liquidation.ChecksPerCommand);
    }

    /// <summary>Signers whose nonces are all out of bounds, then agents that have been dead for three days.</summary>
    private void Forget(int most)
    {
        WalletAddress[] signers =
        [
            .. _state.Nonces.Where(n => n.Value.Max() <= _state.Now - TwoDays)
                .OrderBy(n => n.Value.Max()).ThenBy(n => n.Key).Select(n => n.Key).Take(most),
        ];
        foreach (WalletAddress signer in signers)
        {
            _state.Nonces.Remove(signer);
            Reach("signer forgotten");
        }

        var agents =
            from wallet in _state.Wallets
            from agent in wallet.Agents
            where agent.Death + ThreeDays <= _state.Now
            orderby agent.Death, wallet.Address, agent.Address
            select (wallet, agent);
        foreach ((NaiveWallet wallet, NaiveAgent agent) in agents.Take(most - signers.Length).ToList())
        {
            wallet.Agents.Remove(agent);
            Reach("agent forgotten");
        }
    }

    private void Expire(NaiveInstrument instrument)
    {
        instrument.Status = InstrumentStatus.ExpiredPendingPrice;
        CancelWhere(o => o.Symbol == instrument.Symbol, OrderReason.InstrumentExpired);
        Emit(EventLines.MarketUpdated(instrument.Symbol, instrument.Status));
    }

    /// <summary>Compares all levels of all books with what was last published.</summary>
    private void PublishBooks()
    {
        var levels = new Dictionary<(string Symbol, Side Side, long Price), long>();
        foreach (NaiveOrder order in _state.Orders)
        {
            (string, Side, long) key = (order.Symbol, order.Side, order.Price);
            levels[key] = levels.GetValueOrDefault(key) + order.Remaining;
        }

        var changed = new List<(string Symbol, Side Side, long Price, long Size)>();
        foreach (((string symbol, Side side, long price), long size) in levels)
        {
            if (_state.Published.GetValueOrDefault((symbol, side, price)) != size)
                changed.Add((symbol, side, price, size));
        }

        foreach ((string symbol, Side side, long price) in _state.Published.Keys.Where(k => !levels.ContainsKey(k)))
            changed.Add((symbol, side, price, 0));
        foreach (var book in changed.GroupBy(c => c.Symbol).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var bids = book.Where(c => c.Side == Side.Buy).OrderByDescending(c => c.Price);
            var asks = book.Where(c => c.Side == Side.Sell).OrderBy(c => c.Price);
            Emit(EventLines.BookChanged(
                book.Key,
                ++_state.L2Sequence,
                bids.Select(c => (c.Price, c.Size)),
                asks.Select(c => (c.Price, c.Size))));
        }

        _state.Published = levels;
    }

    private void Emit(string line) => _output.Events.Add(line);
}
