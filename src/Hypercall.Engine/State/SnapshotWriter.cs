using System.Runtime.CompilerServices;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// Writes the whole state in the canonical encoding (<see cref="SnapshotFormat"/>). Tables stand in the order of their
/// numbers, orders in the order of their queues; nothing derived is written. The loops are compiled optimized at once:
/// a snapshot is rare and holds the engine up, so its code must not run in a first, slow form.
/// </summary>
internal sealed class SnapshotWriter
{
    private readonly CanonicalWriter _writer = new(1 << 16);
    private readonly List<int> _slots = [];

    /// <summary>The state's bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(EngineState state)
    {
        _writer.Reset();
        _writer.WriteByte(SnapshotFormat.Version);
        WriteSection(state, WriteClock);
        WriteSection(state, static (writer, state) => RuleSetCodec.Write(writer, state.Rules));
        WriteSection(state, WriteUnderlyings);
        WriteSection(state, WriteInstruments);
        WriteSection(state, WriteAccounts);
        WriteSection(state, WritePositions);
        WriteSection(state, WriteBooks);
        WriteSection(state, WriteMmp);
        WriteSection(state, WriteLiquidation);
        WriteSection(state, WriteNonces);
        WriteSection(state, WriteAgents);
        WriteSection(state, WriteVenue);
        WriteSection(state, WriteOutcomes);
        WriteSection(state, static (writer, state) => writer.WriteHash(state.Hash));
        return _writer.Written;
    }

    private void WriteSection(EngineState state, Action<CanonicalWriter, EngineState> write)
    {
        int start = _writer.Length;
        _writer.WriteInt32(0);
        write(_writer, state);
        _writer.PatchInt32(start, _writer.Length - start - sizeof(int));
    }

    private static void WriteClock(CanonicalWriter writer, EngineState state)
    {
        writer.WriteInt64(state.Sequence);
        writer.WriteInt64(state.TimestampMs);
        writer.WriteInt64(state.NextOrderId);
        writer.WriteInt64(state.NextTradeId);
        writer.WriteInt64(state.NextL2Sequence);
    }

    private static void WriteUnderlyings(CanonicalWriter writer, EngineState state)
    {
        EntryWriter.WriteModes(writer, state.Markets.VenueModes);
        writer.WriteCount(state.Markets.Underlyings.Count);
        foreach (Underlying underlying in state.Markets.Underlyings)
            EntryWriter.WriteUnderlying(writer, underlying);
    }

    private static void WriteInstruments(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Markets.NextNumber);
        writer.WriteCount(state.Markets.Count);
        for (int number = 0; number < state.Markets.NextNumber; number++)
        {
            if (state.Markets[number] is { } instrument)
                EntryWriter.WriteInstrument(writer, instrument);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteAccounts(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Wallets.Count);
        for (int number = 0; number < state.Wallets.Count; number++)
            EntryWriter.WriteWallet(writer, state.Wallets[number]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WritePositions(CanonicalWriter writer, EngineState state)
    {
        int open = 0;
        for (int number = 0; number < state.Wallets.Count; number++)
            open += state.Wallets[number].OpenPositions;
        writer.WriteCount(open);
        for (int number = 0; number < state.Wallets.Count; number++)
            WriteWalletPositions(writer, state, state.Wallets[number]);
        WritePerps(writer, state);
    }

    private static void WritePerps(CanonicalWriter writer, EngineState state)
    {
        var held = new List<WalletExposure>();
        for (int number = 0; number < state.Wallets.Count; number++)
        {
            int first = held.Count;
            WalletExposure? exposure = state.Wallets[number].FirstExposure;
            for (; exposure is not null; exposure = exposure.Next)
            {
                if (exposure.PerpUnits != 0)
                    held.Add(exposure);
            }

            held.Sort(
                first,
                held.Count - first,
                Comparer<WalletExposure>.Create(
                    static (left, right) => left.Underlying.Number.CompareTo(right.Underlying.Number)));
        }

        writer.WriteCount(held.Count);
        foreach (WalletExposure exposure in held)
            EntryWriter.WritePerp(writer, exposure);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteWalletPositions(CanonicalWriter writer, EngineState state, WalletAccount wallet)
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
            EntryWriter.WritePosition(writer, positions[slot]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteBooks(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Orders.Store.Count);
        for (int number = 0; number < state.Markets.NextNumber; number++)
        {
            if (state.Markets[number] is not { } instrument)
                continue;
            WriteBookSide(writer, state, instrument.Book, Side.Buy);
            WriteBookSide(writer, state, instrument.Book, Side.Sell);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteBookSide(CanonicalWriter writer, EngineState state, LimitOrderBook book, Side side)
    {
        OrderStore store = state.Orders.Store;
        BookSide half = book.Half(side);
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            for (int slot = half[level].Head; slot >= 0; slot = store.Node(slot).Next)
                EntryWriter.WriteOrder(writer, store.Node(slot), store.Detail(slot));
        }
    }

    private static void WriteLiquidation(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Examinations.Count);
        foreach (int number in state.Examinations.Numbers)
            writer.WriteCount(number);
    }

    private static void WriteMmp(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Mmp.Count);
        for (int number = 0; number < state.Mmp.Count; number++)
        {
            MmpState mmp = state.Mmp[number];
            EntryWriter.WriteMmp(writer, mmp);
            writer.WriteCount(mmp.FillCount);
            var output = new CanonicalOutput(writer);
            for (int rank = 0; rank < mmp.FillCount; rank++)
                EntryShapes.Walk(ref output, mmp[rank]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteNonces(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Nonces.Count);
        for (int number = state.Nonces.First; number >= 0; number = state.Nonces.Next(number))
        {
            BoundedNonceSet nonces = state.Nonces[number].Nonces;
            writer.WriteAddress(state.Nonces[number].Signer);
            writer.WriteCount(nonces.Count);
            for (int rank = 0; rank < nonces.Count; rank++)
                writer.WriteInt64(nonces[rank]);
        }
    }

    private static void WriteAgents(CanonicalWriter writer, EngineState state)
    {
        writer.WriteCount(state.Agents.Count);
        for (int wallet = 0; wallet < state.Wallets.Count; wallet++)
        {
            for (int number = state.Wallets[wallet].FirstAgent; number >= 0; number = state.Agents[number].NextOfWallet)
                EntryWriter.WriteAgent(writer, state.Agents[number]);
        }
    }

    private static void WriteVenue(CanonicalWriter writer, EngineState state)
    {
        EntryWriter.WriteLedger(writer, state.Ledger);
        writer.WriteCount(state.Ledger.Sources.Count);
        foreach (KeyValuePair<string, SourceRecord> source in state.Ledger.Sources)
            EntryWriter.WriteSource(writer, source.Key, source.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteOutcomes(CanonicalWriter writer, EngineState state)
    {
        OutcomeCache outcomes = state.Outcomes;
        writer.WriteInt64(outcomes.Oldest);
        writer.WriteInt64(outcomes.LastDroppedMs);
        writer.WriteCount(outcomes.Count);
        for (long number = outcomes.Oldest; number < outcomes.Next; number++)
            EntryWriter.WriteOutcome(writer, ref outcomes[number]);
    }
}
