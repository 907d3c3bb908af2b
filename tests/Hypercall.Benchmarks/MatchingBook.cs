using System.Runtime.CompilerServices;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;

namespace Hypercall.Benchmarks;

/// <summary>
/// Drives the engine's own book and order store with nothing around them, by the calls that the engine makes: what is
/// measured as M1. Which levels a command has changed is no part of matching; it is listed where that is asked for.
/// </summary>
internal sealed class MatchingBook
{
    private readonly OrderStore _store = new();
    private readonly LimitOrderBook _book;
    private readonly LevelLog? _levels;
    private readonly ReusedList<BookLevel> _changes = new();
    private TradeTally _tally = new();
    private long _changedLevels;

    private readonly bool _hashTrades;

    /// <param name="hashTrades">
    /// False only counts the trades: the hash over them is the measurement's, not the book's.
    /// </param>
    /// <param name="listLevels">Whether each command makes the list of changed levels, as in the engine.</param>
    public MatchingBook(bool hashTrades = true, bool listLevels = false)
    {
        _hashTrades = hashTrades;
        _levels = listLevels ? new LevelLog() : null;
        _book = new LimitOrderBook(_store, priceUnit: 1);
    }

    public TradeTally Tally => _tally;

    /// <summary>Level changes made; counted so that they are not made in vain.</summary>
    public long ChangedLevels => _changedLevels;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Apply(in WorkloadCommand command)
    {
        if (command.Action == WorkloadAction.Cancel)
            Take(ref _store.ChangeById(command.OrderId, out int slot), slot);
        else
            Match(command);
        if (_levels is not null)
            ListLevels(_levels);
    }

    /// <summary>Takes every order out and starts a new tally; what the book has grown to is kept.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _store.SlotBound; slot++)
        {
            if (_store.Node(slot).OrderId != 0)
                Take(ref _store.Change(slot), slot);
        }

        _levels?.Clear();
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
            long levelUnits = _book.Fill(ref node, traded);
            _levels?.Note(0, node, -traded, levelUnits);
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
        long levelUnits = _book.Add(slot, ref added);
        _levels?.Note(0, added, contracts, levelUnits);
    }

    private void ListLevels(LevelLog levels)
    {
        _changes.Clear();
        levels.Collect(0, _changes);
        levels.Clear();
        _changedLevels += _changes.Count;
    }

    private void Take(ref OrderNode node, int slot)
    {
        long levelUnits = _book.Remove(ref node);
        _levels?.Note(0, node, -node.RemainingUnits, levelUnits);
        _store.Release(slot, ref node);
    }
}
