namespace Hypercall.Engine.State;

/// <summary>What an <see cref="EngineQuestion"/> asks for; the values are part of its encoding.</summary>
public enum QuestionKind : byte
{
    /// <summary>One underlying's options with markets, marks and greeks: <see cref="ChainAnswer"/>.</summary>
    Chain = 0,

    /// <summary>A wallet under the scenario grid: <see cref="RiskAnswer"/>.</summary>
    Risk = 1,

    /// <summary>A wallet's cash, positions, orders and margin: <see cref="WalletAnswer"/>.</summary>
    Wallet = 2,

    /// <summary>What is listed, and on which terms: <see cref="InstrumentsAnswer"/>.</summary>
    Instruments = 3,

    /// <summary>Who may sign for a wallet: <see cref="AgentsAnswer"/>.</summary>
    Agents = 4,

    /// <summary>A wallet's market-maker protection: <see cref="ProtectionAnswer"/>.</summary>
    Protection = 5,

    /// <summary>Every underlying's index price: <see cref="IndexAnswer"/>.</summary>
    Index = 6,

    /// <summary>The rules in force: <see cref="RulesAnswer"/>.</summary>
    Rules = 7,

    /// <summary>The auctions that run: <see cref="AuctionsAnswer"/>.</summary>
    Auctions = 8,
}

/// <summary>
/// What an engine can be asked besides its whole state: index prices, marks, greeks, margins and rules have no events,
/// so that no view folded from outcomes can show them. Asked of a replica, answered by an <see cref="EngineAnswer"/> of
/// the same kind, as of the last command applied.
/// </summary>
public sealed record EngineQuestion : IShape<EngineQuestion>
{
    private EngineQuestion(QuestionKind kind, string underlying, WalletAddress wallet)
    {
        Kind = kind;
        Underlying = underlying;
        Wallet = wallet;
    }

    /// <summary>What is asked for.</summary>
    public QuestionKind Kind { get; }

    /// <summary>The underlying of <see cref="QuestionKind.Chain"/>, else empty.</summary>
    public string Underlying { get; }

    /// <summary>The wallet of a question about one, else zero.</summary>
    public WalletAddress Wallet { get; }

    /// <summary>Every underlying's index price.</summary>
    public static EngineQuestion AboutIndex { get; } = new(QuestionKind.Index, "", default);

    /// <summary>What is listed.</summary>
    public static EngineQuestion AboutInstruments { get; } = new(QuestionKind.Instruments, "", default);

    /// <summary>The rules in force.</summary>
    public static EngineQuestion AboutRules { get; } = new(QuestionKind.Rules, "", default);

    /// <summary>The auctions that run.</summary>
    public static EngineQuestion AboutAuctions { get; } = new(QuestionKind.Auctions, "", default);

    /// <summary>One underlying's options.</summary>
    public static EngineQuestion AboutChain(string underlying) => new(QuestionKind.Chain, underlying, default);

    /// <summary>A wallet under the scenario grid.</summary>
    public static EngineQuestion AboutRisk(WalletAddress wallet) => new(QuestionKind.Risk, "", wallet);

    /// <summary>A wallet.</summary>
    public static EngineQuestion AboutWallet(WalletAddress wallet) => new(QuestionKind.Wallet, "", wallet);

    /// <summary>A wallet's live agents.</summary>
    public static EngineQuestion AboutAgents(WalletAddress wallet) => new(QuestionKind.Agents, "", wallet);

    /// <summary>A wallet's market-maker protection.</summary>
    public static EngineQuestion AboutProtection(WalletAddress wallet) => new(QuestionKind.Protection, "", wallet);

    /// <inheritdoc/>
    public static EngineQuestion Blank => AboutRules;

    /// <inheritdoc/>
    public static EngineQuestion Walk<V>(ref V v, in EngineQuestion value)
        where V : struct, IFields, allows ref struct => new(
            (QuestionKind)v.Tag("question", (byte)value.Kind, (byte)QuestionKind.Auctions),
            v.Text("underlying", value.Underlying, 0, TextLimits.MaxSymbolBytes),
            v.Address("wallet", value.Wallet));
}
