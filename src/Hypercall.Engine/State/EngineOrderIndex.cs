using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.State;

/// <summary>
/// Open orders by id, by (wallet, client id), per wallet in ascending id, and by expiry instant, with the open sums per
/// wallet and instrument. An order enters when it comes to rest and leaves with its last unit; orders that match at
/// once and never rest are not seen here.
/// </summary>
internal sealed class EngineOrderIndex
{
    private readonly PositionTable _positions;
    private readonly Dictionary<ClientOrderKey, int> _byClientId = [];
    private readonly DeadlineHeap _expiries = new();

    public EngineOrderIndex(PositionTable positions)
    {
        _positions = positions;
    }

    public OrderStore Store { get; } = new();

    /// <summary>Who takes notice of every change of an open sum, or null while nobody does.</summary>
    public IOpenOrderWatcher? Watcher { get; set; }

    /// <summary>The earliest expiry instant of a gtd order, or null.</summary>
    public long? EarliestExpiryMs => _expiries.EarliestMs;

    /// <summary>Slot of a wallet's open order, or -1.</summary>
    public int Find(WalletAccount? wallet, in OrderReference reference)
    {
        if (wallet is null)
            return -1;
        if (reference.ClientId is not null)
            return FindByClientId(wallet, reference.ClientId);
        int slot = reference.OrderId is > 0 ? Store.Find(reference.OrderId.Value) : -1;
        return slot >= 0 && Store.Node(slot).Wallet == wallet.Number ? slot : -1;
    }

    /// <summary>Slot of the wallet's open order with a client id, or -1.</summary>
    public int FindByClientId(WalletAccount wallet, string clientId) =>
        _byClientId.TryGetValue(new ClientOrderKey(wallet.Number, clientId), out int slot) ? slot : -1;

    /// <summary>Takes a gtd order that is due, earliest first, ties by id; it stays indexed otherwise.</summary>
    public bool TryTakeExpired(long nowMs, out int slot) => _expiries.TryTakeDue(nowMs, out slot);

    /// <summary>
    /// Adds an order that comes to rest. Its id is greater than every other's, or it is being restored.
    /// </summary>
    public int Add(WalletAccount wallet, Instrument instrument, in OrderNode node, in OrderDetail detail)
    {
        int slot = Store.Add(node, detail);
        ref OrderNode added = ref Store.Node(slot);
        added.NextOfWallet = -1;
        added.PreviousOfWallet = wallet.LastOrder;
        if (wallet.LastOrder >= 0)
            Store.Node(wallet.LastOrder).NextOfWallet = slot;
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
        return slot;
    }

    /// <summary>
    /// Removes an order that has left its book; <paramref name="openUnits"/> is what it still had open.
    /// </summary>
    public void Remove(WalletAccount wallet, Instrument instrument, int slot, long openUnits)
    {
        ref OrderNode node = ref Store.Node(slot);
        if (node.PreviousOfWallet >= 0)
            Store.Node(node.PreviousOfWallet).NextOfWallet = node.NextOfWallet;
        else
            wallet.FirstOrder = node.NextOfWallet;
        if (node.NextOfWallet >= 0)
            Store.Node(node.NextOfWallet).PreviousOfWallet = node.PreviousOfWallet;
        else
            wallet.LastOrder = node.PreviousOfWallet;
        if (node.HasRareDetail && Store.Detail(slot).ClientId is { } clientId)
            _byClientId.Remove(new ClientOrderKey(wallet.Number, clientId));
        if (node.TimeInForce == TimeInForce.Gtd)
            _expiries.Remove(slot);
        wallet.OpenOrders--;
        instrument.OpenOrders--;
        if (openUnits != 0)
            ChangeOpen(wallet, instrument, node, openUnits, 0);
        Store.Release(slot);
    }

    /// <summary>Keeps the open sums of a wallet when an order changes from one remainder to another.</summary>
    public void ChangeOpen(
        WalletAccount wallet, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits)
    {
        long units = afterUnits - beforeUnits;
        int slot = _positions.GetOrAdd(wallet, instrument.Number);
        ref PositionEntry entry = ref _positions[slot];
        WalletExposure exposure = wallet.GetOrAddExposure(instrument.Underlying);
        if (order.Side == Side.Buy)
        {
            entry.OpenBuyUnits += units;
            wallet.OpenBuyNotionalUnits += Cash.NotionalUnits(order.PriceUnits, units);
        }
        else
        {
            entry.OpenSellUnits += units;
        }

        Watcher?.Note(exposure, instrument, order, beforeUnits, afterUnits);
        if (units < 0)
            _positions.RemoveIfVacant(wallet, slot);
    }
}
