namespace Hypercall.Engine.State;

/// <summary>
/// Walks over the whole state, component by component: tables in the order of their numbers, orders in the order of
/// their queues, nothing derived. The loops are compiled optimized at once: a snapshot is rare and holds the engine up,
/// so its code must not run in a first, slow form.
/// </summary>
internal sealed class StateWalk<V>
    where V : struct, IEntryFields, allows ref struct
{
    private readonly List<int> _slots = [];
    private readonly List<WalletExposure> _held = [];

    /// <summary>Walks over the entries of a component.</summary>
    /// <exception cref="ArgumentException">There is no such component.</exception>
    public void Walk(ref V v, EngineState state, string component)
    {
        switch (component)
        {
            case "clock": state.WalkClock(ref v); break;
            case "rules": RuleSetShape.Walk(ref v, state.Rules); break;
            case "underlyings": WalkUnderlyings(ref v, state); break;
            case "instruments": WalkInstruments(ref v, state); break;
            case "accounts": WalkAccounts(ref v, state); break;
            case "positions": WalkPositions(ref v, state); break;
            case "books": WalkBooks(ref v, state); break;
            case "mmp": WalkProtections(ref v, state); break;
            case "liquidation": WalkQueue(ref v, state); break;
            case "nonces": WalkNonces(ref v, state.Nonces); break;
            case "agents": WalkAgents(ref v, state); break;
            case "venue": WalkVenue(ref v, state.Ledger); break;
            case SnapshotFormat.Outcomes: WalkOutcomes(ref v, state.Outcomes); break;
            case "chain": state.WalkChain(ref v); break;
            default: throw new ArgumentException($"there is no component '{component}'", nameof(component));
        }
    }

    private static void WalkUnderlyings(ref V v, EngineState state)
    {
        v.WalkModes(state.Markets.VenueModes);
        v.Number("underlyings", state.Markets.Underlyings.Count);
        foreach (Underlying underlying in state.Markets.Underlyings)
        {
            if (V.NamesEntries)
                v.Begin(underlying.Name);
            v.WalkWhole(underlying);
        }
    }

    private static void WalkInstruments(ref V v, EngineState state)
    {
        v.Number("next number", state.Markets.NextNumber);
        v.Number("instruments", state.Markets.Count);
        foreach (Instrument instrument in state.Markets.Listed())
        {
            if (V.NamesEntries)
                v.Begin(instrument.Symbol);
            v.Walk(InstrumentEntry.Of(instrument));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkAccounts(ref V v, EngineState state)
    {
        v.Number("wallets", state.Wallets.Count);
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            if (V.NamesEntries)
                v.Begin($"{wallet.Address}");
            v.WalkWhole(wallet);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WalkPositions(ref V v, EngineState state)
    {
        int open = 0;
        foreach (WalletAccount wallet in state.Wallets.All)
            open += wallet.OpenPositions;
        v.Number("positions", open);
        foreach (WalletAccount wallet in state.Wallets.All)
            WalkPositions(ref v, state, wallet);
        WalkPerps(ref v, state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WalkPositions(ref V v, EngineState state, WalletAccount wallet)
    {
        if (wallet.OpenPositions == 0)
            return;
        PositionTable positions = state.Positions;
        _slots.Clear();
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            if (positions[slot].QuantityUnits != 0)
                _slots.Add(slot);
        }

        _slots.Sort((left, right) => positions[left].Instrument.CompareTo(positions[right].Instrument));
        foreach (int slot in _slots)
        {
            PositionEntry entry = positions[slot];
            if (V.NamesEntries)
                v.Begin($"{wallet.Address} {state.Markets[entry.Instrument]!.Symbol}");
            v.Walk(ref entry);
        }
    }

    private void WalkPerps(ref V v, EngineState state)
    {
        _held.Clear();
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            int first = _held.Count;
            for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
            {
                if (exposure.PerpUnits != 0)
                    _held.Add(exposure);
            }

            if (_held.Count > first + 1)
                _held.Sort(first, _held.Count - first, WalletExposure.ByUnderlying);
        }

        if (V.NamesEntries)
            v.Begin(SnapshotFormat.Whole);
        v.Number("perpetuals", _held.Count);
        foreach (WalletExposure held in _held)
        {
            if (V.NamesEntries)
                v.Begin($"{held.Wallet.Address} {held.Underlying.Name} perpetual");
            v.Walk(PerpEntry.Of(held));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkBooks(ref V v, EngineState state)
    {
        v.Number("orders", state.Orders.Store.Count);
        foreach (Instrument instrument in state.Markets.Listed())
        {
            WalkBookSide(ref v, state, instrument, Side.Buy);
            WalkBookSide(ref v, state, instrument, Side.Sell);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkBookSide(ref V v, EngineState state, Instrument instrument, Side side)
    {
        OrderStore store = state.Orders.Store;
        BookSide half = instrument.Book.Half(side);
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            for (int slot = half[level].Head; slot != OrderStore.SpareSlot; slot = store.Node(slot).Next)
            {
                if (V.NamesEntries)
                    v.Begin($"{instrument.Symbol} order {store.Node(slot).OrderId}");
                v.Walk(store, slot);
            }
        }
    }

    private static void WalkProtections(ref V v, EngineState state)
    {
        v.Number("protections", state.Mmp.Count);
        for (int number = 0; number < state.Mmp.Count; number++)
        {
            MmpState mmp = state.Mmp[number];
            if (V.NamesEntries)
                v.Begin($"{state.Wallets[mmp.Wallet].Address} {state.Markets.Underlyings[mmp.Underlying].Name}");
            v.WalkKey(mmp.Wallet, mmp.Underlying);
            v.Walk(mmp);
            v.WalkWindow(mmp);
        }
    }

    private static void WalkQueue(ref V v, EngineState state)
    {
        v.Number("wallets", state.Examinations.Count);
        foreach (int number in state.Examinations.Numbers)
        {
            if (V.NamesEntries)
                v.Begin($"{state.Wallets[number].Address}");
            v.Number("wallet", number);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkNonces(ref V v, NonceTable table)
    {
        v.Number("signers", table.Count);
        for (int number = table.First; number >= 0; number = table[number].Next)
        {
            if (V.NamesEntries)
                v.Begin($"{table[number].Signer}");
            BoundedNonceSet nonces = table[number].Nonces;
            v.Walk(table[number].Signer, ref nonces);
        }
    }

    private static void WalkAgents(ref V v, EngineState state)
    {
        v.Number("agents", state.Agents.Count);
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            for (int number = wallet.FirstAgent; number >= 0; number = state.Agents[number].NextOfWallet)
            {
                AgentTable.Entry entry = state.Agents[number];
                if (V.NamesEntries)
                    v.Begin($"{wallet.Address} agent {entry.Key.Agent}");
                v.Walk(ref entry);
            }
        }
    }

    private static void WalkVenue(ref V v, Ledger ledger)
    {
        v.Walk(ledger);
        v.Number("sources", ledger.Sources.Count);
        foreach ((string name, SourceRecord record) in ledger.Sources)
        {
            if (V.NamesEntries)
                v.Begin($"source '{name}'");
            v.Walk(name, record);
        }
    }

    /// <summary>What stands before the remembered outcomes.</summary>
    public static void WalkOutcomeCounts(ref V v, OutcomeCache outcomes)
    {
        v.Int64("oldest", outcomes.Oldest);
        v.Int64("last dropped", outcomes.LastDroppedMs);
        v.Number("outcomes", outcomes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkOutcomes(ref V v, OutcomeCache outcomes)
    {
        WalkOutcomeCounts(ref v, outcomes);
        for (long number = outcomes.Oldest; number < outcomes.Next; number++)
        {
            if (V.NamesEntries)
                v.Begin($"request {number}");
            if (v.TryWhole(outcomes.EncodedAt(number)))
                continue;
            OutcomeEntry entry = outcomes[number];
            v.Walk(ref entry);
        }
    }
}
