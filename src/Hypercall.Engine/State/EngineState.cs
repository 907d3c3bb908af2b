using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.State;

/// <summary>
/// Everything the engine remembers between commands. The tables hold canonical values and the indexes derived from
/// them; <see cref="SnapshotWriter"/> says which is which by what it writes.
/// </summary>
internal sealed class EngineState
{
    private Hash256 _hash;
    private UnderlyingRules _generalRules = UnderlyingRules.Resolve(RuleSet.Default, string.Empty);

    public EngineState()
    {
        Orders = new EngineOrderIndex(Positions);
    }

    public long Sequence { get; set; }

    public long TimestampMs { get; set; }

    public Hash256 Hash
    {
        get => HashChain is { } chain ? chain.Hash : _hash;
        set => _hash = value;
    }

    /// <summary>Who computes the hashes in the engine's place, or null.</summary>
    public IHashChain? HashChain { get; set; }

    public long NextOrderId { get; set; } = 1;

    /// <summary>False once every id that an order may have is given out.</summary>
    public bool HasOrderIdsLeft => NextOrderId < long.MaxValue;

    public long NextTradeId { get; set; } = 1;

    public long NextL2Sequence { get; set; } = 1;

    public RuleSet Rules { get; private set; } = RuleSet.Default;

    public WalletTable Wallets { get; } = new();

    public PositionTable Positions { get; } = new();

    public EngineOrderIndex Orders { get; }

    public MarketTable Markets { get; } = new();

    public Ledger Ledger { get; } = new();

    public NonceTable Nonces { get; } = new();

    public AgentTable Agents { get; } = new();

    public MmpTable Mmp { get; } = new();

    public OutcomeCache Outcomes { get; } = new();

    /// <summary>Instruments that await their settlement price, in no order (derived from the instruments).</summary>
    public List<Instrument> PendingSettlement { get; } = [];

    /// <summary>Wallets to examine for liquidation.</summary>
    public ExaminationQueue Examinations { get; } = new();

    /// <summary>The next steps of liquidations (derived from the wallets).</summary>
    public StepSchedule LiquidationSteps { get; } = new();

    /// <summary>Dead-man's switches by wallet number (derived from the wallets).</summary>
    public DeadlineHeap CancelAllDeadlines { get; } = new();

    /// <summary>Expiry instants of active and halted instruments by number (derived from the instruments).</summary>
    public DeadlineHeap InstrumentExpiries { get; } = new();

    /// <summary>
    /// The earliest instant at which an order, a dead-man's switch or an instrument is due, or
    /// <see cref="long.MaxValue"/>.
    /// </summary>
    public long EarliestDeadlineMs => Math.Min(
        Orders.EarliestExpiryMs ?? long.MaxValue,
        Math.Min(CancelAllDeadlines.EarliestMs ?? long.MaxValue, InstrumentExpiries.EarliestMs ?? long.MaxValue));

    /// <summary>Has rules in force from now on, and all that is derived from them.</summary>
    public void UseRules(RuleSet rules)
    {
        Rules = rules;
        _generalRules = UnderlyingRules.Resolve(rules, string.Empty);
        foreach (Underlying underlying in Markets.Underlyings)
        {
            underlying.Rules = UnderlyingRules.Resolve(rules, underlying.Name);
            underlying.MarketVersion++;
            underlying.IndexVersion++;
        }
    }

    /// <summary>The rules of an underlying that may not be known yet.</summary>
    public UnderlyingRules RulesOf(string underlying)
    {
        foreach (UnderlyingOverride item in Rules.Overrides)
        {
            if (string.Equals(item.Underlying, underlying, StringComparison.Ordinal))
                return UnderlyingRules.Resolve(Rules, underlying);
        }

        return _generalRules;
    }

    /// <summary>The instrument of an open order.</summary>
    public Instrument InstrumentOf(int slot) => Markets[Orders.Store.Node(slot).Instrument]!;

    /// <summary>Whether a wallet holds options that await their price.</summary>
    public bool AwaitsSettlement(WalletAccount wallet)
    {
        for (int slot = wallet.FirstPosition; slot >= 0; slot = Positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref Positions[slot];
            bool isPending = Markets[entry.Instrument]!.Status == InstrumentStatus.ExpiredPendingPrice;
            if (isPending && entry.QuantityUnits != 0)
                return true;
        }

        return false;
    }

    /// <summary>Lists an instrument that is not there, with an empty book.</summary>
    public Instrument AddInstrument(ParsedInstrument parsed, Underlying underlying, long expiryMs)
    {
        var book = new LimitOrderBook(Orders.Store, underlying.Rules.TickUnitsAt(1));
        var instrument = new Instrument(Markets.NextNumber, parsed, underlying, expiryMs, book);
        Markets.Add(instrument);
        return instrument;
    }
}
