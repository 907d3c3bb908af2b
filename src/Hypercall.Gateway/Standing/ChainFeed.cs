namespace Hypercall.Gateway.Standing;

/// <summary>
/// The option chains as they stand, row by row, and how far each socket has been told of them. The engine's replica is
/// asked for a whole chain once in a while, whatever trades; best prices come from the books as they change. Changes of
/// rows are numbered, and a socket is told of those after the last one that it knows, as many at once as it has room
/// for: a row that changes again before is told once.
/// </summary>
internal sealed class ChainFeed
{
    /// <summary>Subscriptions of one socket; who wants more takes all.</summary>
    public const int MostOfSocket = 64;

    private const int MostRowsAtOnce = 256;

    private readonly Dictionary<ChainKey, ChainRow> _rows = [];
    private readonly Dictionary<string, ChainRow> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<ChainSubscription> _subscriptions = [];

    /// <summary>Rows in the order of their last changes.</summary>
    private readonly SortedSet<(long Version, ChainRow Row)> _changes =
        new(Comparer<(long Version, ChainRow Row)>.Create((left, right) => left.Version.CompareTo(right.Version)));

    private long _version;

    /// <summary>Underlyings whose chains are there; null: all.</summary>
    private IReadOnlySet<string>? _known = new HashSet<string>();

    public bool Any => _subscriptions.Count > 0;

    /// <summary>True: somebody came whose chains are not there.</summary>
    public bool HasNew { get; set; }

    /// <summary>Underlyings that anybody wants; null: all.</summary>
    public IReadOnlySet<string>? Underlyings =>
        _subscriptions.Any(subscription => subscription.Filter.Symbols is null)
            ? null
            : _subscriptions.SelectMany(subscription => subscription.Filter.Underlyings!).ToHashSet();

    /// <summary>Adds a socket, which is told of every row that it wants; what it had of the same filter begins
    /// anew.</summary>
    /// <returns>False: it has as many as it may have, or names more symbols.</returns>
    public bool Add(GatewaySocket socket, ChainFilter filter)
    {
        Remove(socket, subscription => subscription.Filter.IsSame(filter));
        ChainFilter[] others =
            [.. _subscriptions.Where(subscription => subscription.Socket == socket).Select(other => other.Filter)];
        if (others.Length >= MostOfSocket
            || others.Append(filter).Sum(one => one.Symbols?.Count ?? 0) > Subscribers.MostSymbols)
            return false;
        _subscriptions.Add(new ChainSubscription(socket, filter, _version));
        HasNew |= !IsKnown(filter);
        return true;
    }

    /// <summary>Ends what a socket has of a filter; of one that leaves nothing out: all.</summary>
    public void Remove(GatewaySocket socket, ChainFilter filter) =>
        Remove(socket, subscription => filter.IsAll || subscription.Filter.IsSame(filter));

    /// <summary>Takes a whole chain as the engine has it.</summary>
    /// <param name="timestampMs">The engine's time.</param>
    /// <param name="bookOf">The book of an option, which is as fresh as the sockets know it.</param>
    public void Take(ChainView chain, long timestampMs, Func<string, BookMirror?> bookOf)
    {
        HashSet<ChainRow> gone = [.. _rows.Values.Where(row => row.Key.Underlying == chain.Underlying)];
        foreach (IGrouping<ChainKey, ChainOption> options in chain.Options.GroupBy(option =>
            new ChainKey(chain.Underlying, option.ExpiryMs, option.Contract.Strike)))
        {
            ChainRow row = RowOf(options.Key, options.First().Contract.ExpiryDate);
            gone.Remove(row);
            ChainLeg? LegOf(OptionType type) => options.FirstOrDefault(option => option.Contract.Type == type)
                is { } option ? ChainLeg.Of(option).With(bookOf(option.Symbol)) : null;
            Take(row, LegOf(OptionType.Call), LegOf(OptionType.Put), chain.Index, timestampMs);
        }

        foreach (ChainRow row in gone)
            Take(row, null, null, row.Index, timestampMs);
    }

    /// <summary>
    /// Keeps only chains that somebody wants, which are there now, and of their rows that are gone those of which not
    /// everybody knows it.
    /// </summary>
    public void Keep()
    {
        _known = Underlyings;
        long told = _subscriptions.Min(subscription => subscription.Told);
        foreach (ChainRow row in _rows.Values.ToArray())
        {
            if (_known?.Contains(row.Key.Underlying) == false || (!row.Has(null) && row.Version <= told))
                Forget(row);
        }
    }

    /// <summary>Takes the best prices of a book.</summary>
    public void Take(BookMirror book)
    {
        if (!_bySymbol.TryGetValue(book.Symbol, out ChainRow? row))
            return;
        ChainLeg? Now(ChainLeg? leg) => leg?.Symbol == book.Symbol ? leg.With(book) : leg;
        Take(row, Now(row.Legs[(int)OptionType.Call]), Now(row.Legs[(int)OptionType.Put]), row.Index, book.TimestampMs);
    }

    /// <summary>Tells every socket what it has room for.</summary>
    public void Flush()
    {
        foreach (ChainSubscription subscription in _subscriptions)
        {
            if (subscription.Told < _version)
                Tell(subscription);
        }
    }

    private bool IsKnown(ChainFilter filter) =>
        _known is not { } known || (filter.Underlyings?.All(known.Contains) ?? false);

    private void Tell(ChainSubscription subscription)
    {
        long told = subscription.Told;
        int left = MostRowsAtOnce;
        foreach ((long version, ChainRow row) in _changes.GetViewBetween((told + 1, null!), (long.MaxValue, null!)))
        {
            if (left == 0 || !subscription.Socket.HasRoom)
                return;
            if (subscription.Tell(row, told))
                left--;
            subscription.Told = version;
        }
    }

    private ChainRow RowOf(ChainKey key, int expiryDate)
    {
        if (!_rows.TryGetValue(key, out ChainRow? row))
            _rows.Add(key, row = new ChainRow(key, expiryDate));
        return row;
    }

    private void Take(ChainRow row, ChainLeg? call, ChainLeg? put, Price? index, long timestampMs)
    {
        Name(row, row.Legs[(int)OptionType.Call], call);
        Name(row, row.Legs[(int)OptionType.Put], put);
        long before = row.Version;
        if (!row.Take(call, put, index, timestampMs, _version + 1))
            return;
        _changes.Remove((before, row));
        _changes.Add((++_version, row));
    }

    private void Name(ChainRow row, ChainLeg? before, ChainLeg? after)
    {
        if (before?.Symbol == after?.Symbol)
            return;
        Forget(row, before);
        if (after is not null)
            _bySymbol[after.Symbol] = row;
    }

    /// <summary>An option whose hour of expiry changes goes to another row, before the one that it was in
    /// goes.</summary>
    private void Forget(ChainRow row, ChainLeg? leg)
    {
        if (leg is not null && _bySymbol.GetValueOrDefault(leg.Symbol) == row)
            _bySymbol.Remove(leg.Symbol);
    }

    private void Remove(GatewaySocket socket, Predicate<ChainSubscription> isMeant)
    {
        _subscriptions.RemoveAll(subscription => subscription.Socket == socket && isMeant(subscription));
        if (Any)
            return;
        _rows.Clear();
        _bySymbol.Clear();
        _changes.Clear();
        _known = new HashSet<string>();
    }

    private void Forget(ChainRow row)
    {
        _rows.Remove(row.Key);
        _changes.Remove((row.Version, row));
        foreach (ChainLeg? leg in row.Legs)
            Forget(row, leg);
    }
}
