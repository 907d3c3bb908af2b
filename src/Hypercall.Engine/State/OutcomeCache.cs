namespace Hypercall.Engine.State;

/// <summary>
/// The most recent outcomes by request id, oldest out, each as its canonical bytes. Grows by blocks up to the entries
/// and bytes that the rules give. What is remembered is recorded at once, with how many it drives out; what new rules
/// drive out follows from them.
/// </summary>
internal sealed class OutcomeCache
{
    /// <summary><see cref="LastDroppedMs"/> before any entry was dropped.</summary>
    public const long NothingDropped = -1;

    private const int BlockShift = 10;
    private const int BlockSize = 1 << BlockShift;

    /// <summary>Many times the longest encoding; an entry lies in one piece.</summary>
    private const int PieceBytes = 1 << 16;

    private readonly ChangeLog _changes;
    private readonly ItemIndex<OutcomeKey, Keys> _numbers;
    private readonly List<Place[]> _blocks = [];
    private readonly Stack<Place[]> _spareBlocks = new();
    private readonly List<byte[]> _pieces = [new byte[PieceBytes]];

    /// <summary>Bytes in use of each piece but the last one.</summary>
    private readonly List<int> _usedOfFull = [];
    private readonly Stack<byte[]> _sparePieces = new();
    private readonly CanonicalWriter _writer = new();
    private long _firstBlock;
    private int _firstPiece;
    private int _usedOfLast;

    /// <summary>How many have pieces that they were lent; no piece is written anew while there are any.</summary>
    private int _lent;

    public OutcomeCache(ChangeLog changes)
    {
        _changes = changes;
        _numbers = new ItemIndex<OutcomeKey, Keys>(new Keys(this));
    }

    /// <summary>Where an entry's bytes are; pieces are numbered from 0, whatever was dropped.</summary>
    private struct Place
    {
        public int Piece;
        public ushort Start;
        public ushort Length;
    }

    private readonly struct Keys(OutcomeCache outcomes) : IItemKeys<OutcomeKey>
    {
        public int HashOf(in OutcomeKey key) => key.TableHash;

        public bool IsKeyOf(int item, in OutcomeKey key) =>
            KeyOf(outcomes.EncodedAt(outcomes.NumberOf(item))) == key;
    }

    /// <summary>Number of the oldest remembered entry; entries are numbered from 0.</summary>
    public long Oldest { get; private set; }

    /// <summary>Number that the next entry gets.</summary>
    public long Next { get; private set; }

    public int Count => (int)(Next - Oldest);

    /// <summary>Bytes of the entries' canonical encoding.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time of the last entry that was dropped, or <see cref="NothingDropped"/>.</summary>
    public long LastDroppedMs { get; private set; } = NothingDropped;

    /// <summary>Time of the oldest entry, or 0 where there is none.</summary>
    public long OldestMs => Count > 0 ? TimestampMsOf(EncodedAt(Oldest)) : 0;

    /// <summary>The entry of a number from <see cref="Oldest"/> to before <see cref="Next"/>.</summary>
    public OutcomeEntry this[long number]
    {
        get
        {
            var reader = new CanonicalReader(EncodedAt(number));
            OutcomeEntry entry = default;
            reader.Walk(ref entry);
            return entry;
        }
    }

    /// <summary>The canonical bytes of an entry; hold until one is dropped.</summary>
    public ReadOnlySpan<byte> EncodedAt(long number)
    {
        ref Place place = ref PlaceOf(number);
        return _pieces[place.Piece - _firstPiece].AsSpan(place.Start, place.Length);
    }

    /// <summary>Number of the entry of a key, or -1.</summary>
    public long Find(in OutcomeKey key)
    {
        int item = _numbers.Find(key);
        return item < 0 ? -1 : NumberOf(item);
    }

    /// <summary>Starts numbering at a later number, in an empty cache; for restoring.</summary>
    public void StartAt(long number, long lastDroppedMs)
    {
        LastDroppedMs = lastDroppedMs;
        Oldest = number;
        Next = number;
        _firstBlock = number >> BlockShift;
    }

    /// <summary>Remembers an entry whose key is not there, within the room that the rules give.</summary>
    public void Remember(ref OutcomeEntry entry, RuleSet rules)
    {
        _writer.Reset();
        var encoding = new CanonicalOutput(_writer);
        EntryShapes.Walk(ref encoding, ref entry);
        Restore(entry.Key, _writer.Written);
        int dropped = Trim(rules);
        if (!_changes.TryBegin(ChangeKind.Outcome, out CanonicalOutput output))
            return;
        output.Bytes(_writer.Written);
        EntryShapes.Number(ref output, "dropped", dropped);
    }

    /// <summary>Adds an entry of a snapshot, whose key is not there.</summary>
    /// <param name="encoded">Its canonical bytes.</param>
    public void Restore(in OutcomeKey key, ReadOnlySpan<byte> encoded)
    {
        if ((Next >> BlockShift) - _firstBlock == _blocks.Count)
            _blocks.Add(_spareBlocks.TryPop(out Place[]? spare) ? spare : NewBlock());
        if (encoded.Length > PieceBytes - _usedOfLast)
            AddPiece();
        encoded.CopyTo(_pieces[^1].AsSpan(_usedOfLast));
        ref Place place = ref PlaceOf(Next);
        place.Piece = _firstPiece + _pieces.Count - 1;
        place.Start = (ushort)_usedOfLast;
        place.Length = (ushort)encoded.Length;
        _usedOfLast += encoded.Length;
        Bytes += encoded.Length;
        _numbers.Add(key, ItemOf(Next));
        Next++;
    }

    /// <summary>Drops the oldest entries that the rules have no room for.</summary>
    /// <returns>How many were dropped.</returns>
    public int Trim(RuleSet rules)
    {
        int dropped = 0;
        for (; Count > rules.OutcomeCache || Bytes > rules.OutcomeCacheBytes; dropped++)
            DropOldest();
        return dropped;
    }

    /// <summary>
    /// The bytes of all entries, oldest first, where they lie. They hold on every thread until they are taken back:
    /// meanwhile entries are only added behind them.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lend()
    {
        Interlocked.Increment(ref _lent);
        var bytes = new ReadOnlyMemory<byte>[Count > 0 ? _pieces.Count : 0];
        for (int i = 0; i < bytes.Length; i++)
        {
            int start = i == 0 ? PlaceOf(Oldest).Start : 0;
            int end = i < _usedOfFull.Count ? _usedOfFull[i] : _usedOfLast;
            bytes[i] = _pieces[i].AsMemory(start, end - start);
        }

        return bytes;
    }

    /// <summary>Takes back what was lent once; on any thread.</summary>
    public void TakeBack() => Interlocked.Decrement(ref _lent);

    private static OutcomeKey KeyOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        return reader.WalkKey(default);
    }

    private static long TimestampMsOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        reader.WalkKey(default);
        return reader.WalkPlace(0, 0).TimestampMs;
    }

    private void DropOldest()
    {
        ReadOnlySpan<byte> oldest = EncodedAt(Oldest);
        _numbers.Remove(KeyOf(oldest));
        LastDroppedMs = TimestampMsOf(oldest);
        Bytes -= oldest.Length;
        Oldest++;
        if ((Oldest & (BlockSize - 1)) == 0)
            DropFirstBlock();
        int firstUsed = Count > 0 ? PlaceOf(Oldest).Piece : _firstPiece + _pieces.Count - 1;
        while (_firstPiece < firstUsed)
            DropFirstPiece();
    }

    /// <summary>As the index has it: more than there are at one time are never told apart.</summary>
    private static int ItemOf(long number) => (int)(number & int.MaxValue);

    private long NumberOf(int item) => Oldest + (unchecked(item - ItemOf(Oldest)) & int.MaxValue);

    private ref Place PlaceOf(long number) =>
        ref _blocks[(int)((number >> BlockShift) - _firstBlock)][number & (BlockSize - 1)];

    private Place[] NewBlock() => _blocks.Count == 0 ? new Place[BlockSize] : Chunk.Further<Place>(BlockSize);

    private void AddPiece()
    {
        _usedOfFull.Add(_usedOfLast);
        _pieces.Add(_sparePieces.TryPop(out byte[]? spare) ? spare : Chunk.Further<byte>(PieceBytes));
        _usedOfLast = 0;
    }

    private void DropFirstBlock()
    {
        _spareBlocks.Push(_blocks[0]);
        _blocks.RemoveAt(0);
        _firstBlock++;
    }

    private void DropFirstPiece()
    {
        if (Volatile.Read(ref _lent) == 0)
            _sparePieces.Push(_pieces[0]);
        _pieces.RemoveAt(0);
        _usedOfFull.RemoveAt(0);
        _firstPiece++;
    }
}
