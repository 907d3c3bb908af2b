using System.Runtime.CompilerServices;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;

namespace Hypercall.Benchmarks;

/// <summary>What a <see cref="MatchingBook{TMode}"/> does besides matching; each is compiled for itself.</summary>
internal interface IBookMode
{
    /// <summary>
    /// Whether trades are hashed; else they are only counted: the hash is the measurement's, not the book's.
    /// </summary>
    static abstract bool HashesTrades { get; }

    /// <summary>Whether each command makes the list of changed levels, as in the engine.</summary>
    static abstract bool ListsLevels { get; }
}

/// <summary>
/// Drives the engine's own book and order store with nothing around them, by the calls that the engine makes: what is
/// measured as M1. Which levels a command has changed is no part of matching; it is listed where that is asked for.
/// </summary>
internal sealed class MatchingBook<TMode>
    where TMode : struct, IBookMode
{
    private readonly OrderStore _store = new();
    private readonly LimitOrderBook _book;
    private readonly LevelLog _levels = new();
    private readonly ReusedList<BookLevel> _changes = new();
    private TradeTally _tally = new();
    private long _changedLevels;

    public MatchingBook() => _book = new LimitOrderBook(_store, priceUnit: 1);

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
        if (TMode.ListsLevels)
            ListLevels();
    }

    /// <summary>Takes every order out and starts a new tally; what the book has grown to is kept.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _store.SlotBound; slot++)
        {
            if (_store.Node(slot).OrderId != 0)
                Take(ref _store.Change(slot), slot);
        }

        _levels.Clear();
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
            if (TMode.HashesTrades)
                _tally.Add(node.OrderId, command.OrderId, node.PriceUnits, traded);
            else
                _tally.Count(traded);
            long levelUnits = _book.Fill(ref node, traded);
            Note(node, -traded, levelUnits);
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
        Note(added, contracts, levelUnits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(in OrderNode node, long units, long levelUnits)
    {
        if (TMode.ListsLevels)
            _levels.Note(0, node, units, levelUnits);
    }

    private void ListLevels()
    {
        _changes.Clear();
        _levels.Collect(0, _changes);
        _levels.Clear();
        _changedLevels += _changes.Count;
    }

    private void Take(ref OrderNode node, int slot)
    {
        long levelUnits = _book.Remove(ref node);
        Note(node, -node.RemainingUnits, levelUnits);
        _store.Release(slot, ref node);
    }
}

/// <summary>Matching only, its trades hashed.</summary>
internal readonly struct HashedTrades : IBookMode
{
    public static bool HashesTrades => true;

    public static bool ListsLevels => false;
}

/// <summary>Matching only.</summary>
internal readonly struct MatchingOnly : IBookMode
{
    public static bool HashesTrades => false;

    public static bool ListsLevels => false;
}

/// <summary>With the list of changed levels.</summary>
internal readonly struct ListedLevels : IBookMode
{
    public static bool HashesTrades => false;

    public static bool ListsLevels => true;
}
