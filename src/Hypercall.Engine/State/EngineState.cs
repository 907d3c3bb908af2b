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

    public RuleSet Rules { get; set; } = RuleSet.Default;

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

    /// <summary>Lists an instrument that is not there, with an empty book.</summary>
    public Instrument AddInstrument(ParsedInstrument parsed, Underlying underlying, long expiryMs)
    {
        var book = new LimitOrderBook(Orders.Store, underlying.Rules.TickUnitsAt(1));
        var instrument = new Instrument(Markets.NextNumber, parsed, underlying, expiryMs, book);
        Markets.Add(instrument);
        return instrument;
    }
}
