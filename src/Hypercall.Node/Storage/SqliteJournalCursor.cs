namespace Hypercall.Node.Storage;

/// <summary>
/// Reads rows through a connection of its own, <see cref="RowsPerTransaction"/> at a time, so that a slow reader does
/// not pin the writer's WAL. Made by the journals' <c>Read</c>; owns the connection.
/// </summary>
internal sealed class SqliteJournalCursor : IJournalCursor
{
    public const int RowsPerTransaction = 64;

    private readonly SqliteFile _file;
    private readonly JournalTable _table;
    private readonly SqliteStatement _select;
    private readonly SqliteStatement _selectMax;
    private long _next;
    private int _rowsInTransaction;
    private bool _running;
    private byte[] _buffer = new byte[64 * 1024];

    public SqliteJournalCursor(SqliteFile file, JournalTable table, long firstNumber)
    {
        _file = file;
        _table = table;
        _next = firstNumber;
        _select = file.Prepare($"{table.SelectFrom} LIMIT {RowsPerTransaction}");
        _selectMax = file.Prepare(table.SelectGreatest);
    }

    public JournalRow Current { get; private set; }

    public bool MoveNext()
    {
        Current = default;
        if (_running && Take())
            return true;
        if (_running && _rowsInTransaction < RowsPerTransaction)
        {
            Stop();
            CheckEnd();
            return false;
        }

        Start();
        if (Take())
            return true;
        Stop();
        CheckEnd();
        return false;
    }

    public void Dispose()
    {
        _select.Dispose();
        _selectMax.Dispose();
        _file.Dispose();
    }

    private void Start()
    {
        Stop();
        _select.Bind(1, _next);
        _table.BindKey(_select);
        _rowsInTransaction = 0;
        _running = true;
    }

    private void Stop()
    {
        if (_running)
            _select.Reset();
        _running = false;
    }

    private bool Take()
    {
        if (!_select.Step(_next))
            return false;
        long number = _select.Int64(0);
        if (number != _next)
            throw Missing(number);
        ReadOnlySpan<byte> bytes = _select.Blob(1);
        if (bytes.Length > _buffer.Length)
            _buffer = new byte[Math.Max(bytes.Length, _buffer.Length * 2)];
        bytes.CopyTo(_buffer);
        Current = new JournalRow(number, _buffer.AsMemory(0, bytes.Length));
        _next++;
        _rowsInTransaction++;
        return true;
    }

    /// <summary>
    /// A damaged inner page can hide rows from a search without any error: the end is the end only if the greatest
    /// number says so too.
    /// </summary>
    private void CheckEnd()
    {
        _table.BindKey(_selectMax);
        bool any = _selectMax.Step();
        long greatest = any ? _selectMax.Int64(0) : 0;
        _selectMax.Reset();
        if (greatest < _next)
            return;
        Start();
        bool appendedMeanwhile = _select.Step(_next) && _select.Int64(0) == _next;
        Stop();
        if (!appendedMeanwhile)
            throw Missing(greatest);
    }

    private JournalDamagedException Missing(long found) =>
        new(_file.Path, _next, $"the row is missing, although row {found} is there");
}
