using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks;

/// <summary>
/// Drives the engine's own book and order store with nothing around them: what is measured as M1. Each command makes
/// its fills and the list of changed levels, as the engine has it made.
/// </summary>
internal sealed class MatchingBook
{
    private readonly OrderStore _store = new();
    private readonly LimitOrderBook _book;
    private readonly BookChanges _changes = new();
    private TradeTally _tally = new();
    private long _changedLevels;

    private readonly bool _hashTrades;

    /// <param name="hashTrades">
    /// False only counts the trades: the hash over them is the measurement's, not the book's.
    /// </param>
    public MatchingBook(bool hashTrades = true)
    {
        _hashTrades = hashTrades;
        _book = new LimitOrderBook(_store, priceUnit: 1);
    }

    public TradeTally Tally => _tally;

    /// <summary>Level changes made; counted so that they are not made in vain.</summary>
    public long ChangedLevels => _changedLevels;

    public void Apply(in WorkloadCommand command)
    {
        if (command.Action == WorkloadAction.Cancel)
            Take(_store.Find(command.OrderId));
        else
            Match(command);
        _book.CollectChanges(_changes);
        _changedLevels += _changes.Count;
    }

    /// <summary>Takes every order out and starts a new tally; what the book has grown to is kept.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _store.SlotBound; slot++)
        {
            if (_store.Node(slot).OrderId != 0)
                Take(slot);
        }

        _book.CollectChanges(_changes);
        _tally = new TradeTally();
    }

    private void Match(in WorkloadCommand command)
    {
        Side makerSide = Sides.Opposite(command.Side);
        long rest = command.Contracts;
        while (rest > 0 && _book.BestOrderWithin(makerSide, command.Ticks) is >= 0 and var maker)
        {
            ref OrderNode node = ref _store.Change(maker);
            long traded = Math.Min(rest, node.RemainingUnits);
            rest -= traded;
            if (_hashTrades)
                _tally.Add(node.OrderId, command.OrderId, node.PriceUnits, traded);
            else
                _tally.Count(traded);
            _book.Fill(ref node, traded);
            if (node.RemainingUnits == 0)
                _store.Release(maker, ref node);
        }

        if (rest > 0 && command.Action == WorkloadAction.Limit)
            Rest(command, rest);
    }

    private void Rest(in WorkloadCommand command, long contracts)
    {
        var node = new OrderNode
        {
            OrderId = command.OrderId,
            PriceUnits = command.Ticks,
            RemainingUnits = contracts,
            Wallet = command.Account,
            Side = command.Side,
        };
        ref OrderNode added = ref _store.Add(node, out int slot);
        _book.Add(slot, ref added);
    }

    private void Take(int slot)
    {
        ref OrderNode node = ref _store.Change(slot);
        _book.Remove(ref node);
        _store.Release(slot, ref node);
    }
}
