namespace Hypercall.History.Storage;

/// <summary>Puts rows of one table, one after the other, by one statement.</summary>
internal abstract class RowPut : IDisposable
{
    /// <summary>Puts a row.</summary>
    /// <param name="values">Of its columns: whole numbers of 64 bits, texts, nulls.</param>
    public abstract void Put(object?[] values);

    public abstract void Dispose();
}

/// <summary>By a command of the database's driver.</summary>
internal sealed class CommandPut(DbConnection connection, DbTransaction transaction, HistoryTable table) : RowPut
{
    private readonly DbCommand _command = HistoryDatabase.Command(connection, transaction, table.Put);

    public override void Put(object?[] values)
    {
        for (int column = 0; column < values.Length; column++)
        {
            if (_command.Parameters.Count < values.Length)
                HistoryWriter.Add(_command, table.Columns[column], values[column]);
            else
                _command.Parameters[column].Value = HistoryWriter.ValueOf(_command, values[column]);
        }

        _command.ExecuteNonQuery();
    }

    public override void Dispose() => _command.Dispose();
}
