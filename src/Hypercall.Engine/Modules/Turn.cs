namespace Hypercall.Engine.Modules;

/// <summary>
/// What lives for one command: its output, the arguments of a rejection, what it touched, what is to be remembered of
/// it. One instance is used for all commands, one after the other.
/// </summary>
internal sealed class Turn
{
    private readonly Numbered<bool> _booksTouched = new();
    private readonly Numbered<WalletTouch> _walletsTouched = new();
    private RejectArguments _rejectArguments;
    private RequestRecord? _request;
    private SpentNumber? _spentNumber;

    public Turn()
    {
        Events = Output.Events;
    }

    public ApplyOutput Output { get; } = new();

    /// <summary>The output's events.</summary>
    public EventBuffer Events { get; }

    /// <summary>Books that may have changed, each once.</summary>
    public ReusedList<Instrument> TouchedBooks { get; } = new();

    /// <summary>Wallets whose cash, debt or positions have changed, each once.</summary>
    public ReusedList<WalletAccount> TouchedWallets { get; } = new();

    /// <summary>What was last told of an order, or null.</summary>
    public LastOrder? LastOrder { get; set; }

    /// <summary>
    /// Under which key and digest the outcome is remembered, or null; like the next one in place, because every command
    /// asks whether it is there and few have it.
    /// </summary>
    public ref RequestRecord? Request => ref _request;

    /// <summary>The number of a transfer that the command has spent, or null.</summary>
    public ref SpentNumber? SpentNumber => ref _spentNumber;

    /// <summary>Makers that orders of liquidations have met.</summary>
    public int MakersMet { get; set; }

    /// <summary>Whether an auto-deleveraging has begun or gone on: one a command.</summary>
    public bool HasDeleveraged { get; set; }

    /// <summary>Starts with a command.</summary>
    /// <param name="sequence">The sequence that it must have.</param>
    public void Begin(in CommandEnvelope envelope, long sequence)
    {
        Output.Reset();
        Output.RequestId = envelope.RequestId;
        Output.TimestampMs = envelope.TimestampMs;
        Output.Sequence = sequence;
        LastOrder = null;
        MakersMet = 0;
        HasDeleveraged = false;
    }

    /// <summary>Has the output say that a command came out of order, which changes nothing; always false.</summary>
    public bool RefuseOutOfOrder(long given, long expected, in Hash256 hash)
    {
        Output.Rejection = new Rejection(RejectCode.OutOfOrder, new RejectArguments(given, expected));
        Output.Hash = hash;
        return false;
    }

    /// <summary>Has the output say what became of the command.</summary>
    public void Conclude(Refusal? rejection)
    {
        if (rejection is null)
            return;
        Output.Rejection = TakeRejection(rejection);
        Output.OrderId = null;
    }

    /// <summary>The code, with its arguments set aside for the output.</summary>
    public Refusal Reject(RejectCode code, Int128 first, Int128 second, string? name = null)
    {
        _rejectArguments = new RejectArguments(first, second, name);
        return code;
    }

    /// <summary>The code, if any, of a rejection that was given before, with its arguments set aside.</summary>
    public Refusal? Reject(in Rejection rejection)
    {
        _rejectArguments = rejection.Arguments;
        return rejection.Code == RejectCode.None ? null : rejection.Code;
    }

    /// <summary>The rejection of a refusal and the arguments that were set aside with it.</summary>
    public Rejection TakeRejection(Refusal? refusal)
    {
        if (refusal is null)
            return Rejection.None;
        var rejection = new Rejection(refusal.Code, _rejectArguments);
        _rejectArguments = default;
        return rejection;
    }

    public void TouchBook(Instrument instrument)
    {
        ref bool isTouched = ref _booksTouched[instrument.Number];
        if (isTouched)
            return;
        isTouched = true;
        TouchedBooks.Add(instrument);
    }

    /// <summary>Forgets which books were touched.</summary>
    public void LeaveBooks()
    {
        foreach (Instrument instrument in TouchedBooks.Items)
            _booksTouched[instrument.Number] = false;
        TouchedBooks.Clear();
    }

    public void Touch(WalletAccount wallet, WalletTouch touch)
    {
        ref WalletTouch touched = ref _walletsTouched[wallet.Number];
        if (touched == WalletTouch.None)
            TouchedWallets.Add(wallet);
        if (touch > touched)
            touched = touch;
    }

    /// <summary>What has been done to a wallet.</summary>
    public WalletTouch TouchOf(WalletAccount wallet) => _walletsTouched[wallet.Number];

    /// <summary>Forgets what was done to wallets.</summary>
    public void LeaveWallets()
    {
        foreach (WalletAccount wallet in TouchedWallets.Items)
            _walletsTouched[wallet.Number] = WalletTouch.None;
        TouchedWallets.Clear();
    }

    public void NoteOrderStatus(OrderStatus status, long filledUnits) => LastOrder = new LastOrder(status, filledUnits);
}

/// <summary>Status of an order and how much of it is filled.</summary>
internal readonly record struct LastOrder(OrderStatus Status, long FilledUnits);

/// <summary>Under which key and digest a command's outcome is remembered.</summary>
internal readonly record struct RequestRecord(OutcomeKey Key, UInt128 Digest);

/// <summary>A source and what is kept of its last number, but for what came of it.</summary>
internal readonly record struct SpentNumber(string Source, SourceRecord Record);

/// <summary>Why a wallet is looked at when the command ends.</summary>
internal enum WalletTouch : byte
{
    None = 0,

    /// <summary>Its cash, its debt or a position of its own changed.</summary>
    Changed = 1,

    /// <summary>A position of its own was settled.</summary>
    Settled = 2,
}
