namespace Hypercall.Engine.State;

/// <summary>
/// All wallets, by number and by address. A wallet's own values change here alone; whatever a command changed of it is
/// recorded once, when the command ends.
/// </summary>
internal sealed class WalletTable
{
    private readonly ChangeLog _changes;
    private readonly Ledger _ledger;
    private readonly ItemIndex<WalletAddress, Addresses> _byAddress;
    private readonly List<WalletAccount> _byNumber = [];
    private readonly Numbered<WalletChange> _pending = new();
    private ReusedList<WalletAccount> _changed = new();
    private readonly DeadlineHeap<long> _cancelAllDeadlines = new();

    /// <summary>
    /// When the next step of each wallet's liquidation is due (risk.md §B1), the ends of auctions and what follows them
    /// apart (derived). Of those due at one instant a command takes only a few: which ones, their addresses say, and
    /// not when a wallet was first seen.
    /// </summary>
    private readonly DeadlineHeap<WalletAddress> _steps = new();
    private readonly DeadlineHeap<WalletAddress> _auctionEnds = new();

    /// <summary>The wallet that was found last, or null (derived).</summary>
    private WalletAccount? _recent;

    public WalletTable(ChangeLog changes, Ledger ledger)
    {
        _changes = changes;
        _ledger = ledger;
        _byAddress = new ItemIndex<WalletAddress, Addresses>(new Addresses(_byNumber));
    }

    private readonly struct Addresses(List<WalletAccount> wallets) : IItemKeys<WalletAddress>
    {
        public int HashOf(in WalletAddress key) => key.TableHash;

        public bool IsKeyOf(int item, in WalletAddress key) => wallets[item].Address == key;
    }

    public int Count => _byNumber.Count;

    public WalletAccount this[int number] => _byNumber[number];

    /// <summary>All wallets in the order of their numbers; holds until one is added.</summary>
    public ReadOnlySpan<WalletAccount> All => CollectionsMarshal.AsSpan(_byNumber);

    /// <summary>True when the running command has changed a wallet.</summary>
    public bool IsChanged => _changed.Count > 0;

    /// <summary>When the first dead-man's switch fires; the greatest number where none does.</summary>
    public long EarliestCancelAllMs => _cancelAllDeadlines.EarliestMs;

    /// <summary>When the first step of a liquidation is due; the greatest number where there is none.</summary>
    public long EarliestStepMs => Math.Min(_steps.EarliestMs, _auctionEnds.EarliestMs);

    /// <summary>Number of wallets with a step of liquidation to come.</summary>
    public int StepCount => _steps.Count + _auctionEnds.Count;

    /// <summary>
    /// The wallet of an address, or null when no accepted command touched it; a command asks for the same one several
    /// times.
    /// </summary>
    public WalletAccount? Find(WalletAddress address)
    {
        if (_recent is { } recent && recent.Address == address)
            return recent;
        int number = _byAddress.Find(address);
        return number < 0 ? null : _recent = _byNumber[number];
    }

    /// <summary>The wallet of an address, added if it is not there.</summary>
    public WalletAccount GetOrAdd(WalletAddress address) => Find(address) ?? Add(address);

    /// <summary>When a wallet's next step of liquidation is due, or null.</summary>
    public long? StepDueMs(WalletAccount wallet) =>
        _steps.DeadlineOf(wallet.Number) ?? _auctionEnds.DeadlineOf(wallet.Number);

    /// <summary>
    /// Replaces the content of two lists by the first wallets whose step is due, those in full liquidation apart from
    /// all others; the steps stay to come.
    /// </summary>
    public void CopyDueSteps(long nowMs, int limit, List<WalletAccount> steps, List<WalletAccount> auctionEnds)
    {
        CopyDue(_steps, nowMs, limit, steps);
        CopyDue(_auctionEnds, nowMs, limit, auctionEnds);
    }

    /// <summary>All wallets in ascending order of their addresses.</summary>
    public WalletAccount[] SortedByAddress()
    {
        WalletAccount[] sorted = [.. _byNumber];
        Array.Sort(sorted, WalletAccount.CompareByAddress);
        return sorted;
    }

    /// <summary>Adds a wallet that is not there.</summary>
    public WalletAccount Add(WalletAddress address)
    {
        var wallet = new WalletAccount(_byNumber.Count, address);
        _byNumber.Add(wallet);
        _byAddress.Add(address, wallet.Number);
        Mark(wallet);
        return wallet;
    }

    public void ChangeCash(WalletAccount wallet, Int128 deltaUnits)
    {
        wallet.CashUnits += deltaUnits;
        _ledger.WalletsUnits += deltaUnits;
        ref WalletChange change = ref _pending[wallet.Number];
        if (change != WalletChange.None)
            return;
        change = WalletChange.Cash;
        _changed.Add(wallet);
    }

    public void ChangeDebt(WalletAccount wallet, Int128 deltaUnits)
    {
        wallet.DebtUnits += deltaUnits;
        _ledger.DebtsUnits += deltaUnits;
        Mark(wallet);
    }

    /// <summary>Sets the margin mode of a wallet whose positions cost so much, all together.</summary>
    public void SetMode(WalletAccount wallet, MarginMode mode, Int128 costUnits)
    {
        wallet.Mode = mode;
        _ledger.PortfolioCostUnits += mode == MarginMode.Portfolio ? costUnits : -costUnits;
        Mark(wallet);
    }

    public void SetTier(WalletAccount wallet, string tier, int maxOpenOrders, int maxOpenPositions)
    {
        wallet.Tier = tier;
        wallet.TierMaxOpenOrders = maxOpenOrders;
        wallet.TierMaxOpenPositions = maxOpenPositions;
        Mark(wallet);
    }

    public void SetBonus(WalletAccount wallet, int ppm)
    {
        wallet.BonusPpm = ppm;
        Mark(wallet);
    }

    public void SetHypercoreEquity(WalletAccount wallet, Int128 units)
    {
        wallet.HypercoreEquityUnits = units;
        Mark(wallet);
    }

    /// <summary>Sets when the dead-man's switch fires; 0 disarms it.</summary>
    public void SetCancelAll(WalletAccount wallet, long atMs)
    {
        wallet.CancelAllAtMs = atMs;
        ScheduleCancelAll(wallet);
        Mark(wallet);
    }

    /// <summary>Disarms the switches that are due; a list then has their wallets, by address.</summary>
    public void FireCancelAll(long nowMs, List<WalletAccount> target)
    {
        target.Clear();
        while (_cancelAllDeadlines.TryTakeDue(nowMs, out int number))
            target.Add(_byNumber[number]);
        target.Sort(WalletAccount.CompareByAddress);
        foreach (WalletAccount wallet in target)
            SetCancelAll(wallet, 0);
    }

    /// <summary>Has a wallet enter a state of liquidation, and the stage of it that ends by itself, if any.</summary>
    public void SetLiquidation(WalletAccount wallet, LiquidationState state, LiquidationStage? stage)
    {
        wallet.LiquidationState = state;
        wallet.Stage = stage;
        ScheduleStep(wallet);
        Mark(wallet);
    }

    /// <summary>Reads a wallet's own values in place, as a snapshot and a change record have them.</summary>
    public void Read(ref CanonicalReader reader, WalletAccount wallet)
    {
        _ledger.WalletsUnits -= wallet.CashUnits;
        _ledger.DebtsUnits -= wallet.DebtUnits;
        EntryShapes.Walk(ref reader, wallet);
        _ledger.WalletsUnits += wallet.CashUnits;
        _ledger.DebtsUnits += wallet.DebtUnits;
        ScheduleCancelAll(wallet);
        ScheduleStep(wallet);
    }

    /// <summary>Has what stands here now count as recorded.</summary>
    public void Start()
    {
        foreach (WalletAccount wallet in _changed.Items)
            _pending[wallet.Number] = WalletChange.None;
        _changed = new ReusedList<WalletAccount>();
    }

    /// <summary>Records the wallets that the command changed, in the order of their first change.</summary>
    public void RecordChanges()
    {
        foreach (WalletAccount wallet in _changed.Items)
        {
            ref WalletChange change = ref _pending[wallet.Number];
            Record(wallet, isCash: change == WalletChange.Cash);
            change = WalletChange.None;
        }

        _changed.Clear();
    }

    private void Record(WalletAccount wallet, bool isCash)
    {
        if (!_changes.TryBegin(isCash ? ChangeKind.Cash : ChangeKind.Wallet, out CanonicalOutput output))
            return;
        EntryShapes.Number(ref output, "wallet", wallet.Number);
        if (isCash)
            output.Cash("cash", new Cash(wallet.CashUnits));
        else
            EntryShapes.WalkWhole(ref output, wallet);
    }

    private void Mark(WalletAccount wallet)
    {
        ref WalletChange change = ref _pending[wallet.Number];
        if (change == WalletChange.None)
            _changed.Add(wallet);
        change = WalletChange.All;
    }

    private void ScheduleCancelAll(WalletAccount wallet)
    {
        if (wallet.CancelAllAtMs == 0)
            _cancelAllDeadlines.Remove(wallet.Number);
        else
            _cancelAllDeadlines.Set(wallet.Number, wallet.CancelAllAtMs, wallet.Number);
    }

    private void ScheduleStep(WalletAccount wallet)
    {
        _steps.Remove(wallet.Number);
        _auctionEnds.Remove(wallet.Number);
        if (wallet.Stage is not { } stage)
            return;
        DeadlineHeap<WalletAddress> heap = stage.Mode == LiquidationMode.Full ? _auctionEnds : _steps;
        heap.Set(wallet.Number, stage.DueMs, wallet.Address);
    }

    private void CopyDue(DeadlineHeap<WalletAddress> due, long nowMs, int limit, List<WalletAccount> target)
    {
        target.Clear();
        while (target.Count < limit && due.TryTakeDue(nowMs, out int number))
            target.Add(_byNumber[number]);
        foreach (WalletAccount wallet in target)
            ScheduleStep(wallet);
    }
}

/// <summary>How much of a wallet a command changed.</summary>
internal enum WalletChange : byte
{
    None = 0,

    /// <summary>Only its cash.</summary>
    Cash = 1,

    /// <summary>Any of its own values, or it is new.</summary>
    All = 2,
}
