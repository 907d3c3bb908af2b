namespace Hypercall.Engine.State;

/// <summary>
/// The change records that enter the hash chain: each is this byte, a key and the entry's new canonical value. Values
/// never change.
/// </summary>
internal enum ChangeKind : byte
{
    /// <summary>An open order: its value as in a snapshot.</summary>
    Order = 1,

    /// <summary>An order left the state: id.</summary>
    OrderRemoved = 2,

    /// <summary>Changed levels of a book: instrument, L2 sequence, then side, price and sum of each.</summary>
    Levels = 3,

    /// <summary>A wallet's own values: number, then as in a snapshot.</summary>
    Wallet = 4,

    /// <summary>A position: wallet, instrument, quantity, cost.</summary>
    Position = 5,

    /// <summary>
    /// The venue's accounts: which changed as a bit mask, then their values in the order of a snapshot.
    /// </summary>
    Ledger = 6,

    /// <summary>A nonce of the envelope's signer was spent: nonce.</summary>
    Nonce = 7,

    /// <summary>An outcome was remembered: its value as in a snapshot, and how many older ones were dropped.</summary>
    Outcome = 8,

    /// <summary>A protection state: its values without the window's fills, their count and totals.</summary>
    Mmp = 9,

    /// <summary>An agent: its value as in a snapshot.</summary>
    Agent = 10,

    /// <summary>A transfer source: its value as in a snapshot.</summary>
    Source = 11,

    /// <summary>An instrument: its value as in a snapshot.</summary>
    Instrument = 12,

    /// <summary>An instrument left the state: number.</summary>
    InstrumentRemoved = 13,

    /// <summary>An underlying: its value as in a snapshot.</summary>
    Underlying = 14,

    /// <summary>The venue's trading modes.</summary>
    VenueModes = 15,

    /// <summary>The whole rule set.</summary>
    Rules = 16,

    /// <summary>Next order id, next trade id, next auction id.</summary>
    Counters = 17,

    /// <summary>The operator skipped the command.</summary>
    Skipped = 18,

    /// <summary>An index price: underlying, price, time.</summary>
    IndexPrice = 19,

    /// <summary>A volatility smile was set: underlying, how many smiles it has now, the one that was set.</summary>
    Smile = 20,

    /// <summary>A wallet's cash: number, cash.</summary>
    Cash = 21,

    /// <summary>An external perpetual position: wallet, underlying, size, entry price.</summary>
    Perp = 22,

    /// <summary>Wallets were queued for examination: their numbers, in the order of the queue.</summary>
    Queued = 23,

    /// <summary>Wallets were taken from the head of the queue: how many.</summary>
    Examined = 24,

    /// <summary>A signer's nonces left the state: address.</summary>
    SignerForgotten = 30,

    /// <summary>A dead agent left the state: wallet, address.</summary>
    AgentForgotten = 31,
}
