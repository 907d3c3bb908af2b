namespace Hypercall.Engine.State;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> writes into an empty state, whose tables rebuild everything derived. Every
/// length, range and reference is checked; the first error ends the reading and is reported with its section.
/// </summary>
internal sealed partial class SnapshotReader
{
    private const int MaxItems = int.MaxValue / 2;

    private readonly EngineState _state = new();

    private delegate void SectionReader(ref CanonicalReader reader);

    /// <summary>The state, or null with what is wrong in <paramref name="error"/>.</summary>
    public static EngineState? Read(ReadOnlySpan<byte> snapshot, out string? error)
    {
        var sections = new (int Start, int Length)[SnapshotFormat.Components.Length];
        error = SnapshotFormat.TryLocate(snapshot, sections);
        return error is null ? new SnapshotReader().Read(snapshot, sections, out error) : null;
    }

    private EngineState? Read(ReadOnlySpan<byte> snapshot, (int Start, int Length)[] sections, out string? error)
    {
        SectionReader[] readers =
        [
            _state.WalkClock, ReadRules, ReadUnderlyings, ReadInstruments, ReadAccounts, ReadPositions, ReadBooks,
            ReadProtections, ReadQueue, ReadNonces, ReadAgents, ReadVenue, ReadOutcomes, _state.WalkChain,
        ];
        for (int i = 0; i < sections.Length; i++)
        {
            var reader = new CanonicalReader(snapshot.Slice(sections[i].Start, sections[i].Length));
            readers[i](ref reader);
            reader.ExpectEnd();
            if (reader.Failed)
            {
                error = $"snapshot section '{SnapshotFormat.Components[i]}': {reader.Error}";
                return null;
            }
        }

        error = null;
        return _state;
    }

    private void ReadRules(ref CanonicalReader reader)
    {
        RuleSet rules = RuleSetShape.Walk(ref reader, RuleSet.Default);
        if (reader.Failed)
            reader.Fail("rule set");
        else if (RuleSetValidation.FirstInvalidMember(rules) is { } member)
            reader.Fail($"rule set member '{member}'");
        else
            _state.UseRules(rules);
    }

    private void ReadUnderlyings(ref CanonicalReader reader)
    {
        _state.Markets.SetVenueModes(EntryShapes.WalkModes(ref reader, null));
        int count = reader.ReadCount(MaxItems, 20, "underlyings");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = EntryShapes.WalkName(ref reader, string.Empty);
            if (!ParsedInstrument.IsUnderlying(name) || _state.Markets.FindUnderlying(name) is not null)
                reader.Fail($"underlying '{name}'");
            else
                EntryShapes.Walk(ref reader, _state.Markets.AddUnderlying(name, _state.RulesOf(name)));
        }
    }

    private void ReadInstruments(ref CanonicalReader reader)
    {
        int next = EntryShapes.Number(ref reader, "next number", 0);
        if (next > _state.Sequence)
            reader.Fail($"next number {next} is greater than {_state.Sequence}, the number of commands");
        int count = reader.ReadCount(MaxItems, 18, "instruments");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            InstrumentEntry entry = EntryShapes.Walk(ref reader, default(InstrumentEntry));
            bool isKnown = ParsedInstrument.TryParse(entry.Symbol, out ParsedInstrument? parsed);
            if (!isKnown || entry.Number >= next || entry.Number < _state.Markets.NextNumber
                || _state.Markets.Find(entry.Symbol) is not null
                || _state.Markets.FindUnderlying(parsed!.Key.Underlying) is not { } underlying)
            {
                reader.Fail($"instrument {entry.Number} '{entry.Symbol}'");
                return;
            }

            _state.Markets.Put(entry, parsed, underlying);
        }

        if (!reader.Failed)
            _state.Markets.FillGaps(next);
    }

    private void ReadAccounts(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 51, "wallets");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAddress address = reader.ReadAddress();
            if (reader.Failed || _state.Wallets.Find(address) is not null)
            {
                reader.Fail($"wallet {address} twice");
                return;
            }

            WalletAccount wallet = _state.Wallets.Add(address);
            _state.Wallets.Read(ref reader, wallet);
            if (!wallet.LiquidationState.Has(wallet.Stage?.Mode ?? LiquidationMode.None))
                reader.Fail($"wallet {address} is in a stage that its liquidation state has not");
        }
    }

    private void ReadPositions(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 26, "positions");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            PositionEntry entry = default;
            EntryShapes.Walk(ref reader, ref entry);
            WalletAccount? wallet = WalletOf(ref reader, entry.Wallet);
            Instrument? instrument = InstrumentOf(ref reader, entry.Instrument);
            if (reader.Failed || entry.QuantityUnits == 0
                || _state.Positions.Find(entry.Wallet, entry.Instrument) >= 0)
            {
                reader.Fail("position flat or twice");
                return;
            }

            _state.Positions.Set(wallet!, instrument!, -1, entry.QuantityUnits, entry.CostUnits);
        }

        ReadPerps(ref reader);
    }

    private void ReadPerps(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 18, "perpetuals");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            PerpEntry entry = EntryShapes.Walk(ref reader, default(PerpEntry));
            WalletAccount? wallet = WalletOf(ref reader, entry.Wallet);
            Underlying? underlying = UnderlyingOf(ref reader, entry.Underlying);
            if (reader.Failed || entry.SizeUnits == 0 || entry.EntryUnits == 0
                || wallet!.FindExposure(underlying!) is { PerpUnits: not 0 })
            {
                reader.Fail("perpetual flat, without a price or twice");
                return;
            }

            _state.Positions.SetPerp(wallet.GetOrAddExposure(underlying!), entry.SizeUnits, entry.EntryUnits);
        }
    }

    private void ReadProtections(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 39, "protections");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            (int wallet, int underlying) = EntryShapes.WalkKey(ref reader, 0, 0);
            WalletOf(ref reader, wallet);
            UnderlyingOf(ref reader, underlying);
            if (reader.Failed || _state.Mmp.Find(wallet, underlying) is not null)
            {
                reader.Fail("protection twice");
                return;
            }

            MmpState mmp = _state.Mmp.GetOrAdd(wallet, underlying);
            EntryShapes.Walk(ref reader, mmp);
            EntryShapes.WalkWindow(ref reader, mmp);
        }
    }

    private void ReadQueue(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(_state.Wallets.Count, 1, "wallets");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = WalletOf(ref reader, EntryShapes.Number(ref reader, "wallet", 0));
            if (wallet is null || _state.Examinations.Contains(wallet))
                reader.Fail($"wallet {wallet?.Address} waits twice");
            else
                _state.Examinations.Add([wallet.Number]);
        }
    }

    private void ReadNonces(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 21, "signers");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            var nonces = new BoundedNonceSet();
            WalletAddress signer = EntryShapes.Walk(ref reader, default, ref nonces);
            if (reader.Failed || _state.Nonces.Find(signer) >= 0)
                reader.Fail($"signer {signer} twice");
            else
                _state.Nonces.Restore(signer, nonces);
        }
    }

    private void ReadAgents(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 29, "agents");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            AgentTable.Entry entry = default;
            EntryShapes.Walk(ref reader, ref entry);
            WalletAccount? wallet = WalletOf(ref reader, entry.Key.Wallet);
            if (reader.Failed || _state.Agents.Find(entry.Key.Wallet, entry.Key.Agent) >= 0)
                reader.Fail($"agent {entry.Key.Agent} twice");
            else
                _state.Agents.Put(wallet!, entry.Key.Agent, entry.DeathMs);
        }
    }

    private void ReadVenue(ref CanonicalReader reader)
    {
        EntryShapes.Walk(ref reader, _state.Ledger);
        int count = reader.ReadCount(MaxItems, 34, "sources");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            (string name, SourceRecord record) = EntryShapes.Walk(ref reader, string.Empty, default);
            if (reader.Failed || _state.Ledger.Sources.ContainsKey(name))
                reader.Fail($"source '{name}' twice");
            else
                _state.Ledger.SetSource(name, record);
        }
    }

    private void ReadOutcomes(ref CanonicalReader reader)
    {
        long oldest = reader.ReadInt64(0, long.MaxValue / 2, "oldest outcome");
        long lastDropped = reader.ReadInt64(OutcomeCache.NothingDropped, Instant.MaxMs, "last dropped outcome");
        int count = reader.ReadCount(_state.Rules.OutcomeCache, 60, "outcomes");
        _state.Outcomes.StartAt(oldest, lastDropped);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            int start = reader.Position;
            OutcomeEntry entry = default;
            EntryShapes.Walk(ref reader, ref entry);
            if (reader.Failed || _state.Outcomes.Find(entry.Key) >= 0)
                reader.Fail("outcome twice");
            else
                _state.Outcomes.Restore(entry.Key, reader.Since(start));
        }

        if (_state.Outcomes.Bytes > _state.Rules.OutcomeCacheBytes)
            reader.Fail($"outcomes of {_state.Outcomes.Bytes} bytes");
    }

    private WalletAccount? WalletOf(ref CanonicalReader reader, int number) => Known(
        ref reader, "wallet", number,
        unchecked((uint)number) < (uint)_state.Wallets.Count ? _state.Wallets[number] : null);

    private Underlying? UnderlyingOf(ref CanonicalReader reader, int number) => Known(
        ref reader, "underlying", number, _state.Markets.Underlyings.ElementAtOrDefault(number));

    private Instrument? InstrumentOf(ref CanonicalReader reader, int number) => Known(
        ref reader, "instrument", number,
        unchecked((uint)number) < (uint)_state.Markets.NextNumber ? _state.Markets[number] : null);

    private static T? Known<T>(ref CanonicalReader reader, string kind, int number, T? found)
        where T : class
    {
        if (found is null)
            reader.Fail($"there is no {kind} {number}");
        return reader.Failed ? null : found;
    }
}
