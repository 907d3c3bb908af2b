using Hypercall.Engine;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Verification;

/// <summary>
/// Everything that a component of the state holds, entry by entry, under names that a person understands.
/// </summary>
internal static class StateFields
{
    private const string Whole = "-";

    /// <summary>The fields of a component, in the order of a snapshot.</summary>
    public static IReadOnlyDictionary<StateField, string> Of(ExchangeEngine engine, string component)
    {
        var fields = new EntryFields();
        EngineState state = engine.State;
        switch (component)
        {
            case "clock":
                AddClock(fields, state);
                break;
            case "rules":
                fields.AddEntry("rule set", Canonical(state.Rules));
                break;
            case "underlyings":
                AddUnderlyings(fields, state.Markets);
                break;
            case "instruments":
                AddInstruments(fields, state.Markets);
                break;
            case "accounts":
                AddAccounts(fields, state);
                break;
            case "positions":
                AddPositions(fields, state);
                break;
            case "books":
                AddBooks(fields, state);
                break;
            case "mmp":
                AddProtections(fields, state);
                break;
            case "liquidation":
                fields.Add(Whole, "queue", string.Join(' ', state.Examinations.Numbers.Select(state.AddressOf)));
                break;
            case "nonces":
                AddNonces(fields, state.Nonces);
                break;
            case "agents":
                AddAgents(fields, state);
                break;
            case "venue":
                AddVenue(fields, state);
                break;
            case "outcomes":
                AddOutcomes(fields, state.Outcomes);
                break;
            case "chain":
                fields.Add(Whole, "hash", state.Hash);
                break;
        }

        return fields.All;
    }

    /// <summary>Without members that say nothing, which a SetRules may have had.</summary>
    private static RuleSet Canonical(RuleSet rules)
    {
        var writer = new CanonicalWriter();
        RuleSetCodec.Write(writer, rules);
        var reader = new CanonicalReader(writer.Written);
        return RuleSetCodec.Read(ref reader)!;
    }

    private static void AddClock(EntryFields fields, EngineState state)
    {
        fields.Add(Whole, "Sequence", state.Sequence);
        fields.Add(Whole, "TimestampMs", state.TimestampMs);
        fields.Add(Whole, "NextOrderId", state.NextOrderId);
        fields.Add(Whole, "NextTradeId", state.NextTradeId);
        fields.Add(Whole, "NextL2Sequence", state.NextL2Sequence);
    }

    private static void AddUnderlyings(EntryFields fields, MarketTable markets)
    {
        fields.Add("venue", "Modes", markets.VenueModes);
        foreach (Underlying underlying in markets.Underlyings)
        {
            fields.AddEntry(underlying.Name, underlying);
            for (int rank = 0; rank < underlying.History.Count; rank++)
            {
                IndexPoint point = underlying.History[rank];
                fields.Add(underlying.Name, $"History[{rank}]", $"{point.PriceUnits} at {point.TimestampMs}");
            }
        }
    }

    private static void AddInstruments(EntryFields fields, MarketTable markets)
    {
        fields.Add(Whole, "NextNumber", markets.NextNumber);
        for (int number = 0; number < markets.NextNumber; number++)
        {
            if (markets[number] is not { } instrument)
                continue;
            fields.AddEntry(instrument.Symbol, instrument);
            fields.Add(instrument.Symbol, "Number", number);
        }
    }

    private static void AddAccounts(EntryFields fields, EngineState state)
    {
        foreach (WalletAccount wallet in Wallets(state))
        {
            fields.AddEntry($"{wallet.Address}", wallet);
            if (wallet.Stage is { } stage)
                fields.AddEntry($"{wallet.Address}", stage, "Stage.");
        }
    }

    private static void AddPositions(EntryFields fields, EngineState state)
    {
        foreach (WalletAccount wallet in Wallets(state))
        {
            for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
            {
                PositionEntry position = state.Positions[slot];
                if (position.QuantityUnits != 0)
                    fields.AddEntry($"{wallet.Address} {state.Markets[position.Instrument]!.Symbol}", position);
            }

            for (WalletExposure? held = wallet.FirstExposure; held is not null; held = held.Next)
            {
                if (held.PerpUnits == 0)
                    continue;
                string entry = $"{wallet.Address} {held.Underlying.Name} perpetual";
                fields.Add(entry, "PerpUnits", held.PerpUnits);
                fields.Add(entry, "PerpEntryUnits", held.PerpEntryUnits);
            }
        }
    }

    private static void AddBooks(EntryFields fields, EngineState state)
    {
        for (int number = 0; number < state.Markets.NextNumber; number++)
        {
            if (state.Markets[number] is not { } instrument)
                continue;
            AddBookSide(fields, state, instrument, Side.Buy);
            AddBookSide(fields, state, instrument, Side.Sell);
        }
    }

    private static void AddBookSide(EntryFields fields, EngineState state, Instrument instrument, Side side)
    {
        OrderStore store = state.Orders.Store;
        BookSide half = instrument.Book.Half(side);
        var queue = new List<long>();
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            for (int slot = half[level].Head; slot >= 0; slot = store.Node(slot).Next)
            {
                string entry = $"{instrument.Symbol} order {store.Node(slot).OrderId}";
                fields.AddEntry(entry, store.Node(slot));
                fields.AddEntry(entry, store.Detail(slot));
                fields.Add(entry, "Wallet", state.AddressOf(store.Node(slot).Wallet));
                queue.Add(store.Node(slot).OrderId);
            }
        }

        fields.Add($"{instrument.Symbol} {side}", "queue", string.Join(' ', queue));
    }

    private static void AddProtections(EntryFields fields, EngineState state)
    {
        for (int number = 0; number < state.Mmp.Count; number++)
        {
            MmpState mmp = state.Mmp[number];
            string entry = $"{state.AddressOf(mmp.Wallet)} {state.Markets.Underlyings[mmp.Underlying].Name}";
            fields.AddEntry(entry, mmp);
            for (int rank = 0; rank < mmp.FillCount; rank++)
                fields.Add(entry, $"fill {rank}", mmp[rank]);
        }
    }

    private static void AddNonces(EntryFields fields, NonceTable table)
    {
        var signers = new List<WalletAddress>();
        for (int number = table.First; number >= 0; number = table.Next(number))
        {
            (WalletAddress signer, BoundedNonceSet nonces) = (table[number].Signer, table[number].Nonces);
            signers.Add(signer);
            for (int rank = 0; rank < nonces.Count; rank++)
                fields.Add($"{signer}", $"nonce {nonces[rank]}", "spent");
        }

        fields.Add(Whole, "order", string.Join(' ', signers));
    }

    private static void AddAgents(EntryFields fields, EngineState state)
    {
        for (int number = 0; number < state.Agents.Count; number++)
        {
            AgentTable.Entry agent = state.Agents[number];
            fields.AddEntry($"{state.AddressOf(agent.Key.Wallet)} agent {agent.Key.Agent}", agent);
        }
    }

    private static void AddVenue(EntryFields fields, EngineState state)
    {
        fields.AddEntry("accounts", state.Ledger);
        foreach (KeyValuePair<string, SourceRecord> source in state.Ledger.Sources)
            fields.AddEntry($"source '{source.Key}'", source.Value);
    }

    private static void AddOutcomes(EntryFields fields, OutcomeCache outcomes)
    {
        fields.Add("cache", "Oldest", outcomes.Oldest);
        fields.Add("cache", "LastDroppedMs", outcomes.LastDroppedMs);
        for (long number = outcomes.Oldest; number < outcomes.Next; number++)
            fields.AddEntry($"request {number}", outcomes[number]);
    }

    private static IEnumerable<WalletAccount> Wallets(EngineState state)
    {
        for (int number = 0; number < state.Wallets.Count; number++)
            yield return state.Wallets[number];
    }

    private static WalletAddress AddressOf(this EngineState state, int wallet) => state.Wallets[wallet].Address;
}
