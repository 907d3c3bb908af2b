namespace Hypercall.Engine.State;

/// <summary>An open order's remainder has changed from one quantity to another, either of them 0.</summary>
internal delegate void OpenOrderWatcher(
    WalletExposure exposure, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits);

/// <summary>
/// Open orders in their books, by id, by (wallet, client id), per wallet in ascending id, and by expiry instant, with
/// the open sums per wallet and instrument. An order enters when it comes to rest and leaves with its last unit; orders
/// that match at once and never rest are not seen here. Orders and books change here alone, and each change is recorded
/// at once.
/// </summary>
internal sealed class EngineOrderIndex(
    ChangeLog changes, OrderStore store, WalletTable wallets, MarketTable markets, PositionTable positions)
{
    private readonly ItemIndex<ClientOrderKey, ClientIds> _byClientId = new(new ClientIds(store));
    private readonly DeadlineHeap<long> _expiries = new();

    private readonly struct ClientIds(OrderStore store) : IItemKeys<ClientOrderKey>
    {
        public int HashOf(in ClientOrderKey key) => key.TableHash;

        public bool IsKeyOf(int item, in ClientOrderKey key) =>
            key == new ClientOrderKey(store.Node(item).Wallet, store.Detail(item).ClientId!);
    }

    public OrderStore Store => store;

    /// <summary>What levels have gained and lost since it was last cleared.</summary>
    public LevelLog Levels { get; } = new();

    /// <summary>Who takes notice of every change of an open sum, or null while nobody does.</summary>
    public OpenOrderWatcher? Watcher { get; set; }

    /// <summary>The earliest expiry instant of a gtd order; the greatest number where there is none.</summary>
    public long EarliestExpiryMs => _expiries.EarliestMs;

    /// <summary>Slot of a wallet's open order, or -1.</summary>
    public int Find(WalletAccount? wallet, in OrderReference reference)
    {
        if (wallet is null)
            return -1;
        if (reference.ClientId is not null)
            return FindByClientId(wallet, reference.ClientId);
        ref readonly OrderNode node = ref Store.ChangeById(reference.OrderId ?? 0, out int slot);
        return node.Wallet == wallet.Number ? slot : OrderStore.NoSlot;
    }

    /// <summary>Slot of the wallet's open order with a client id, or -1.</summary>
    public int FindByClientId(WalletAccount wallet, string clientId) =>
        _byClientId.Find(new ClientOrderKey(wallet.Number, clientId));

    /// <summary>Takes a gtd order that is due, earliest first, ties by id; it stays indexed otherwise.</summary>
    public bool TryTakeExpired(long nowMs, out int slot) => _expiries.TryTakeDue(nowMs, out slot);

    /// <summary>Has an order rest, whose id is greater than every other's, at the end of its queue.</summary>
    public void Rest(WalletAccount wallet, Instrument instrument, in OrderNode node, in OrderDetail detail)
    {
        ref OrderNode order = ref Store.Add(node, out int slot);
        Enter(wallet, instrument, slot, ref order, detail);
        long levelUnits = instrument.Book.Add(slot, ref order);
        Levels.Note(instrument.Number, order, order.RemainingUnits, levelUnits);
        Record(slot);
    }

    /// <summary>
    /// Adds an order of a snapshot, which is to be named in the store and put into its book; of those of a wallet the
    /// ids ascend.
    /// </summary>
    /// <returns>Its slot.</returns>
    public int Restore(WalletAccount wallet, Instrument instrument, in OrderNode node, in OrderDetail detail)
    {
        ref OrderNode order = ref Store.AddUnnamed(node, out int slot);
        Enter(wallet, instrument, slot, ref order, detail);
        return slot;
    }

    private void Enter(
        WalletAccount wallet, Instrument instrument, int slot, ref OrderNode node, in OrderDetail detail)
    {
        if (detail.IsRare)
            Store.SetDetail(slot, ref node, detail);
        node.NextOfWallet = -1;
        node.PreviousOfWallet = wallet.LastOrder;
        if (wallet.LastOrder >= 0)
            Store.Change(wallet.LastOrder).NextOfWallet = slot;
        else
            wallet.FirstOrder = slot;
        wallet.LastOrder = slot;
        if (detail.ClientId is not null)
            _byClientId.Add(new ClientOrderKey(wallet.Number, detail.ClientId), slot);
        if (node.TimeInForce == TimeInForce.Gtd)
            _expiries.Set(slot, detail.ExpiresAtMs, node.OrderId);
        wallet.OpenOrders++;
        instrument.OpenOrders++;
        ChangeOpen(wallet, instrument, node, 0, node.RemainingUnits);
    }

    /// <summary>
    /// Fills a part of the first order of its book's side. One of which nothing remains has left the book and is to be
    /// removed once it has been told of.
    /// </summary>
    public void Fill(WalletAccount wallet, Instrument instrument, int slot, long units)
    {
        ref OrderNode node = ref Store.Change(slot);
        long levelUnits = instrument.Book.Fill(ref node, units);
        AfterReduction(wallet, instrument, slot, node, units, levelUnits);
    }

    /// <summary>
    /// Takes so much off an order's size and remainder; it keeps its place. One of which nothing remains, the first of
    /// its book's side, has left the book and is to be removed once it has been told of.
    /// </summary>
    public void Shrink(WalletAccount wallet, Instrument instrument, int slot, long units)
    {
        ref OrderNode node = ref Store.Change(slot);
        long levelUnits = instrument.Book.Fill(ref node, units);
        node.SizeUnits -= units;
        AfterReduction(wallet, instrument, slot, node, units, levelUnits);
    }

    /// <summary>Takes an order out of its book until <see cref="Resume"/> or <see cref="Remove"/>.</summary>
    public void Suspend(WalletAccount wallet, int slot)
    {
        ref OrderNode node = ref Store.Change(slot);
        Instrument instrument = markets[node.Instrument]!;
        long levelUnits = instrument.Book.Remove(ref node);
        Levels.Note(instrument.Number, node, -node.RemainingUnits, levelUnits);
        ChangeOpen(wallet, instrument, node, node.RemainingUnits, 0);
        wallet.OpenOrders--;
    }

    /// <summary>Puts a suspended order back to its very place; nothing has changed in between.</summary>
    public void Resume(WalletAccount wallet, int slot)
    {
        ref readonly OrderNode node = ref Store.Node(slot);
        Instrument instrument = markets[node.Instrument]!;
        long levelUnits = instrument.Book.Reattach(slot);
        Levels.Note(instrument.Number, node, node.RemainingUnits, levelUnits);
        ChangeOpen(wallet, instrument, node, 0, node.RemainingUnits);
        wallet.OpenOrders++;
    }

    /// <summary>Removes an order, from its book too if it is there.</summary>
    public void Remove(int slot)
    {
        ref OrderNode node = ref Store.Change(slot);
        WalletAccount wallet = wallets[node.Wallet];
        Instrument instrument = markets[node.Instrument]!;
        if (changes.TryBegin(ChangeKind.OrderRemoved, out CanonicalOutput output))
            output.Int64("order id", node.OrderId);
        bool isInBook = node.Level >= 0;
        bool isSuspended = !isInBook && node.RemainingUnits > 0;
        if (isInBook)
        {
            long levelUnits = instrument.Book.Remove(ref node);
            Levels.Note(instrument.Number, node, -node.RemainingUnits, levelUnits);
        }

        Unlink(wallet, node);
        if (node.HasRareDetail && Store.Detail(slot).ClientId is { } clientId)
            _byClientId.Remove(new ClientOrderKey(wallet.Number, clientId));
        if (node.TimeInForce == TimeInForce.Gtd)
            _expiries.Remove(slot);
        wallet.OpenOrders -= isSuspended ? 0 : 1;
        instrument.OpenOrders--;
        if (isInBook)
            ChangeOpen(wallet, instrument, node, node.RemainingUnits, 0);
        Store.Release(slot, ref node);
    }

    private void AfterReduction(
        WalletAccount wallet, Instrument instrument, int slot, in OrderNode node, long units, long levelUnits)
    {
        Levels.Note(instrument.Number, node, -units, levelUnits);
        if (node.RemainingUnits > 0)
            Record(slot);
        ChangeOpen(wallet, instrument, node, node.RemainingUnits + units, node.RemainingUnits);
    }

    private void Record(int slot)
    {
        if (changes.TryBegin(ChangeKind.Order, out CanonicalOutput output))
            EntryShapes.Walk(ref output, Store, slot);
    }

    private void Unlink(WalletAccount wallet, in OrderNode node)
    {
        if (node.PreviousOfWallet >= 0)
            Store.Change(node.PreviousOfWallet).NextOfWallet = node.NextOfWallet;
        else
            wallet.FirstOrder = node.NextOfWallet;
        if (node.NextOfWallet >= 0)
            Store.Change(node.NextOfWallet).PreviousOfWallet = node.PreviousOfWallet;
        else
            wallet.LastOrder = node.PreviousOfWallet;
    }

    /// <summary>Keeps the open sums of a wallet when an order changes from one remainder to another.</summary>
    private void ChangeOpen(
        WalletAccount wallet, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits)
    {
        long units = afterUnits - beforeUnits;
        instrument.OpenUnits += units;
        WalletExposure exposure = wallet.GetOrAddExposure(instrument.Underlying);
        if (order.Side == Side.Buy)
            wallet.OpenBuyNotionalUnits += Cash.NotionalUnits(order.PriceUnits, units);
        Watcher?.Invoke(exposure, instrument, order, beforeUnits, afterUnits);
        positions.ChangeOpen(wallet, instrument.Number, order.Side, units);
    }
}
