namespace Hypercall.Engine.State;

/// <summary>
/// Everything the engine remembers between commands. The tables hold canonical values and the indexes derived from
/// them; <see cref="SnapshotWriter"/> says which is which by what it writes. State changes only through their mutators
/// and those here, and each records what it changes.
/// </summary>
internal sealed class EngineState
{
    private readonly ChangeLog _changes = new();
    private Hash256 _hash;
    private (long OrderId, long TradeId, long AuctionId) _recordedCounters;

    public EngineState()
    {
        var orders = new OrderStore();
        Ledger = new Ledger(_changes);
        Wallets = new WalletTable(_changes, Ledger);
        Markets = new MarketTable(_changes, orders);
        Positions = new PositionTable(_changes, Ledger);
        Orders = new EngineOrderIndex(_changes, orders, Wallets, Markets, Positions);
        Nonces = new NonceTable(_changes);
        Agents = new AgentTable(_changes, Wallets);
        Mmp = new MmpTable(_changes);
        Outcomes = new OutcomeCache(_changes);
        Examinations = new ExaminationQueue(_changes);
    }

    public long Sequence { get; private set; }

    public long TimestampMs { get; private set; }

    public Hash256 Hash
    {
        get => HashChain is { } chain ? chain.Hash : _hash;
        private set => _hash = value;
    }

    /// <summary>Who computes the hashes in the engine's place, or null.</summary>
    public IHashChain? HashChain { get; private set; }

    public long NextOrderId { get; private set; } = 1;

    /// <summary>False once every id that an order may have is given out.</summary>
    public bool HasOrderIdsLeft => NextOrderId < long.MaxValue;

    public long NextTradeId { get; private set; } = 1;

    /// <summary>Id of the next auction of the venue.</summary>
    public long NextAuctionId { get; private set; } = 1;

    public long NextL2Sequence { get; private set; } = 1;

    public RuleSet Rules { get; private set; } = RuleSet.Default;

    public WalletTable Wallets { get; }

    public PositionTable Positions { get; }

    public EngineOrderIndex Orders { get; }

    public MarketTable Markets { get; }

    public Ledger Ledger { get; }

    public NonceTable Nonces { get; }

    public AgentTable Agents { get; }

    public MmpTable Mmp { get; }

    public OutcomeCache Outcomes { get; }

    /// <summary>Wallets to examine for liquidation.</summary>
    public ExaminationQueue Examinations { get; }

    /// <summary>True when the running command has moved cash or a position.</summary>
    public bool HasMoved => Ledger.IsChanged || Wallets.IsChanged || Positions.IsChanged;

    /// <summary>
    /// The earliest instant at which an order, a dead-man's switch or an instrument is due, or
    /// <see cref="long.MaxValue"/>.
    /// </summary>
    public long EarliestDeadlineMs => Math.Min(
        Orders.EarliestExpiryMs, Math.Min(Wallets.EarliestCancelAllMs, Markets.EarliestExpiryMs));

    /// <summary>Has what stands here count as recorded: commands follow.</summary>
    /// <param name="sha256">Computes the hashes; null: they are not recorded either.</param>
    public void Start(ISha256? sha256)
    {
        _changes.Sha256 = sha256;
        _recordedCounters = (NextOrderId, NextTradeId, NextAuctionId);
        Wallets.Start();
        Ledger.Start();
        Positions.Start();
    }

    /// <summary>Begins a command: its sequence and time are consumed, its changes recorded.</summary>
    /// <param name="encoded">Its canonical bytes where they are at hand, else empty.</param>
    public void Begin(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        Sequence = envelope.Sequence;
        TimestampMs = envelope.TimestampMs;
        _changes.Begin(envelope, encoded, HashChain is null ? _hash : null);
    }

    /// <summary>Records that the operator has the command skipped.</summary>
    public void Skip() => _changes.TryBegin(ChangeKind.Skipped, out _);

    /// <summary>Ends a command: what is recorded once is recorded, and the hash is closed over it all.</summary>
    /// <returns>The hash; zero where none is computed here.</returns>
    public Hash256 Complete()
    {
        Wallets.RecordChanges();
        Ledger.RecordChanges();
        Positions.Start();
        RecordCounters();
        Hash = _changes.Complete(HashChain);
        return _hash;
    }

    /// <summary>Leaves the hash chain to a host from the next command on, or takes it back.</summary>
    public void LeaveHashing(IHashChain? chain)
    {
        Hash = Hash;
        HashChain = chain;
    }

    public long TakeOrderId() => NextOrderId++;

    public long TakeTradeId() => NextTradeId++;

    public long TakeAuctionId() => NextAuctionId++;

    /// <summary>Tells the levels of a book that the command has changed, if any, and numbers the change.</summary>
    public void TellLevels(Instrument instrument, EventBuffer events)
    {
        int start = events.Levels.Count;
        int bids = Orders.Levels.Collect(instrument.Number, events.Levels);
        ReadOnlySpan<BookLevel> levels = events.Levels.Items[start..];
        if (levels.IsEmpty)
            return;
        if (_changes.TryBegin(ChangeKind.Levels, out CanonicalOutput output))
        {
            EntryShapes.Number(ref output, "instrument", instrument.Number);
            output.VarInt("L2 sequence", NextL2Sequence);
            Write(output, levels[..bids]);
            Write(output, levels[bids..]);
        }

        events.AddBook(instrument.Symbol, NextL2Sequence++, start, bids);
    }

    /// <summary>
    /// Has rules in force from now on, and all that follows: without margin nobody waits to be examined, and outcomes
    /// have the room that there is now.
    /// </summary>
    public void UseRules(RuleSet rules)
    {
        Rules = rules;
        Markets.UseRules(rules);
        if (!rules.MarginEnabled)
            Examinations.Drop(Examinations.Count);
        Outcomes.Trim(rules);
        if (_changes.TryBegin(ChangeKind.Rules, out CanonicalOutput output))
            RuleSetShape.Walk(ref output, rules);
    }

    /// <summary>The rules of an underlying that may not be known yet.</summary>
    public UnderlyingRules RulesOf(string underlying) =>
        Markets.FindUnderlying(underlying)?.Rules ?? UnderlyingRules.Resolve(Rules, underlying);

    /// <summary>An underlying, added if it is not there.</summary>
    public Underlying GetOrAddUnderlying(string name) =>
        Markets.FindUnderlying(name) ?? Markets.AddUnderlying(name, RulesOf(name));

    /// <summary>The instrument of an open order.</summary>
    public Instrument InstrumentOf(int slot) => Markets[Orders.Store.Node(slot).Instrument]!;

    /// <summary>
    /// Whether a wallet holds options that await their price; their orders are gone, so that an entry is a position.
    /// </summary>
    public bool AwaitsSettlement(WalletAccount wallet)
    {
        for (int slot = wallet.FirstPosition; slot >= 0; slot = Positions[slot].NextOfWallet)
        {
            if (Markets[Positions[slot].Instrument]!.Status == InstrumentStatus.ExpiredPendingPrice)
                return true;
        }

        return false;
    }

    /// <summary>Sequence, time and counters.</summary>
    public void WalkClock<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        Sequence = v.Int64("sequence", Sequence, 0, long.MaxValue);
        TimestampMs = v.Time("time", TimestampMs);
        NextOrderId = v.Int64("next order id", NextOrderId, 1, long.MaxValue);
        NextTradeId = v.Int64("next trade id", NextTradeId, 1, long.MaxValue);
        NextAuctionId = v.Int64("next auction id", NextAuctionId, 1, long.MaxValue);
        NextL2Sequence = v.Int64("next L2 sequence", NextL2Sequence, 1, long.MaxValue);
    }

    /// <summary>The hash.</summary>
    public void WalkChain<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        Hash256 hash = v.Hash("hash", Hash);
        if (V.Makes)
            Hash = hash;
    }

    private static void Write(in CanonicalOutput output, ReadOnlySpan<BookLevel> levels)
    {
        output.Count("levels", levels.Length, int.MaxValue, 16);
        foreach (ref readonly BookLevel level in levels)
        {
            output.Price("price", level.Price);
            output.Quantity("size", level.Size);
        }
    }

    private void RecordCounters()
    {
        if (_recordedCounters == (NextOrderId, NextTradeId, NextAuctionId))
            return;
        _recordedCounters = (NextOrderId, NextTradeId, NextAuctionId);
        if (!_changes.TryBegin(ChangeKind.Counters, out CanonicalOutput output))
            return;
        output.VarInt("next order id", NextOrderId);
        output.VarInt("next trade id", NextTradeId);
        output.VarInt("next auction id", NextAuctionId);
    }
}
