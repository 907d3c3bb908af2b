using Hypercall.Engine.Book;

namespace Hypercall.Engine.State;

/// <summary>
/// Walks over the whole state, component by component: tables in the order of their numbers, orders in the order of
/// their queues, nothing derived. The loops are compiled optimized at once: a snapshot is rare and holds the engine up,
/// so its code must not run in a first, slow form.
/// </summary>
internal sealed class StateWalk
{
    /// <summary>The name of what stands in a component by itself.</summary>
    public const string Whole = "-";

    private readonly List<int> _slots = [];
    private readonly List<WalletExposure> _held = [];

    /// <summary>Walks over the entries of a component.</summary>
    /// <exception cref="ArgumentException">There is no such component.</exception>
    public void Walk<V>(ref V v, EngineState state, string component)
        where V : struct, IEntryFields, allows ref struct
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

    private static void WalkUnderlyings<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.WalkModes(ref v, state.Markets.VenueModes);
        EntryShapes.Number(ref v, "underlyings", state.Markets.Underlyings.Count);
        foreach (Underlying underlying in state.Markets.Underlyings)
        {
            if (V.NamesEntries)
                v.Begin(underlying.Name);
            EntryShapes.WalkWhole(ref v, underlying);
        }
    }

    private static void WalkInstruments<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "next number", state.Markets.NextNumber);
        EntryShapes.Number(ref v, "instruments", state.Markets.Count);
        foreach (Instrument instrument in state.Markets.Listed())
        {
            if (V.NamesEntries)
                v.Begin(instrument.Symbol);
            EntryShapes.Walk(ref v, InstrumentEntry.Of(instrument));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkAccounts<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "wallets", state.Wallets.Count);
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            if (V.NamesEntries)
                v.Begin($"{wallet.Address}");
            EntryShapes.WalkWhole(ref v, wallet);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WalkPositions<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        int open = 0;
        foreach (WalletAccount wallet in state.Wallets.All)
            open += wallet.OpenPositions;
        EntryShapes.Number(ref v, "positions", open);
        foreach (WalletAccount wallet in state.Wallets.All)
            WalkPositions(ref v, state, wallet);
        WalkPerps(ref v, state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WalkPositions<V>(ref V v, EngineState state, WalletAccount wallet)
        where V : struct, IEntryFields, allows ref struct
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
            EntryShapes.Walk(ref v, ref entry);
        }
    }

    private void WalkPerps<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
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
            v.Begin(Whole);
        EntryShapes.Number(ref v, "perpetuals", _held.Count);
        foreach (WalletExposure held in _held)
        {
            if (V.NamesEntries)
                v.Begin($"{held.Wallet.Address} {held.Underlying.Name} perpetual");
            EntryShapes.Walk(ref v, PerpEntry.Of(held));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkBooks<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "orders", state.Orders.Store.Count);
        foreach (Instrument instrument in state.Markets.Listed())
        {
            WalkBookSide(ref v, state, instrument, Side.Buy);
            WalkBookSide(ref v, state, instrument, Side.Sell);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkBookSide<V>(ref V v, EngineState state, Instrument instrument, Side side)
        where V : struct, IEntryFields, allows ref struct
    {
        OrderStore store = state.Orders.Store;
        BookSide half = instrument.Book.Half(side);
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            for (int slot = half[level].Head; slot != OrderStore.SpareSlot; slot = store.Node(slot).Next)
            {
                if (V.NamesEntries)
                    v.Begin($"{instrument.Symbol} order {store.Node(slot).OrderId}");
                EntryShapes.Walk(ref v, store, slot);
            }
        }
    }

    private static void WalkProtections<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "protections", state.Mmp.Count);
        for (int number = 0; number < state.Mmp.Count; number++)
        {
            MmpState mmp = state.Mmp[number];
            if (V.NamesEntries)
                v.Begin($"{state.Wallets[mmp.Wallet].Address} {state.Markets.Underlyings[mmp.Underlying].Name}");
            EntryShapes.WalkKey(ref v, mmp.Wallet, mmp.Underlying);
            EntryShapes.Walk(ref v, mmp);
            EntryShapes.WalkWindow(ref v, mmp);
        }
    }

    private static void WalkQueue<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "wallets", state.Examinations.Count);
        foreach (int number in state.Examinations.Numbers)
        {
            if (V.NamesEntries)
                v.Begin($"{state.Wallets[number].Address}");
            EntryShapes.Number(ref v, "wallet", number);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkNonces<V>(ref V v, NonceTable table)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "signers", table.Count);
        for (int number = table.First; number >= 0; number = table.Next(number))
        {
            if (V.NamesEntries)
                v.Begin($"{table[number].Signer}");
            BoundedNonceSet nonces = table[number].Nonces;
            EntryShapes.Walk(ref v, table[number].Signer, ref nonces);
        }
    }

    private static void WalkAgents<V>(ref V v, EngineState state)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Number(ref v, "agents", state.Agents.Count);
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            for (int number = wallet.FirstAgent; number >= 0; number = state.Agents[number].NextOfWallet)
            {
                AgentTable.Entry entry = state.Agents[number];
                if (V.NamesEntries)
                    v.Begin($"{wallet.Address} agent {entry.Key.Agent}");
                EntryShapes.Walk(ref v, ref entry);
            }
        }
    }

    private static void WalkVenue<V>(ref V v, Ledger ledger)
        where V : struct, IEntryFields, allows ref struct
    {
        EntryShapes.Walk(ref v, ledger);
        EntryShapes.Number(ref v, "sources", ledger.Sources.Count);
        foreach ((string name, SourceRecord record) in ledger.Sources)
        {
            if (V.NamesEntries)
                v.Begin($"source '{name}'");
            EntryShapes.Walk(ref v, name, record);
        }
    }

    /// <summary>What stands before the remembered outcomes.</summary>
    public static void WalkOutcomeCounts<V>(ref V v, OutcomeCache outcomes)
        where V : struct, IEntryFields, allows ref struct
    {
        v.Int64("oldest", outcomes.Oldest);
        v.Int64("last dropped", outcomes.LastDroppedMs);
        EntryShapes.Number(ref v, "outcomes", outcomes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WalkOutcomes<V>(ref V v, OutcomeCache outcomes)
        where V : struct, IEntryFields, allows ref struct
    {
        WalkOutcomeCounts(ref v, outcomes);
        for (long number = outcomes.Oldest; number < outcomes.Next; number++)
        {
            if (V.NamesEntries)
                v.Begin($"request {number}");
            if (v.TryWhole(outcomes.EncodedAt(number)))
                continue;
            OutcomeEntry entry = outcomes[number];
            EntryShapes.Walk(ref v, ref entry);
        }
    }
}
