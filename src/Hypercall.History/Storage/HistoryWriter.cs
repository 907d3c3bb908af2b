using System.Data;
using Npgsql;

namespace Hypercall.History.Storage;

/// <summary>
/// Stores what was folded: a batch and how far it goes in one transaction, so that a crash loses or doubles nothing.
/// Where another gateway has stored a part of a batch already, only the rest is.
/// </summary>
internal sealed class HistoryWriter(HistoryDatabase database)
{
    /// <summary>How far the store goes; what another version of the program stored is taken away first.</summary>
    /// <param name="mayReplace">False: it is left to that one.</param>
    /// <exception cref="HistoryContradictedException">It is left to that one.</exception>
    public HistoryMark Begin(bool mayReplace)
    {
        database.Prepare(mayReplace);
        using DbConnection connection = database.Open();
        return HistoryReader.ReadMark(connection, null);
    }

    /// <summary>Takes everything away, if the store goes as far as the caller knows, and not another one's.</summary>
    /// <param name="known">How far that is.</param>
    /// <param name="anew">How far it goes then: what follows a sequence is to come.</param>
    /// <returns>How far the store goes now.</returns>
    /// <exception cref="HistoryContradictedException">It is of another version of the program.</exception>
    public HistoryMark Replace(HistoryMark known, HistoryMark anew)
    {
        using DbConnection connection = database.Open();
        using DbTransaction transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        HistoryMark stored = Lock(connection, transaction);
        if (stored != known)
            return stored;
        Clear(connection, HistoryTables.All.Select(table => $"DELETE FROM {table.Name}"), anew, transaction);
        transaction.Commit();
        return anew;
    }

    /// <summary>Takes away what another version of the program has stored, with its tables.</summary>
    internal static void Drop(DbConnection connection, DbTransaction transaction) =>
        Clear(connection, HistoryTables.Drop, HistoryMark.None, transaction);

    /// <summary>Stores a batch that reaches from one mark up to another.</summary>
    /// <param name="batch">Its rows; those that are stored are passed over.</param>
    /// <param name="from">How far the store went: it goes as far, or another gateway has stored more.</param>
    /// <returns>How far the store goes now.</returns>
    /// <exception cref="HistoryContradictedException">
    /// It does not, but was begun anew: behind it the batch would leave a hole. Or it is of another version of the
    /// program.
    /// </exception>
    public HistoryMark Save(HistoryBatch batch, HistoryMark from, HistoryMark mark)
    {
        using DbConnection connection = database.Open();
        using DbTransaction transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        HistoryMark stored = Lock(connection, transaction);
        if (stored != from && stored.Sequence <= Math.Max(from.Since, from.Sequence))
        {
            throw new HistoryContradictedException(
                $"the history went up to sequence {from.Sequence} and was begun anew: it goes up to {stored.Sequence}");
        }

        if (stored.Sequence >= mark.Sequence)
            return stored;
        SaveRows(connection, transaction, batch, stored.Sequence);
        HistoryMark saved = mark with { Since = stored.Since };
        WriteMark(connection, transaction, saved);
        transaction.Commit();
        return saved;
    }

    /// <summary>The mark first: whoever stores holds it until he is done.</summary>
    private static void Clear(
        DbConnection connection, IEnumerable<string> statements, HistoryMark mark, DbTransaction transaction)
    {
        WriteMark(connection, transaction, mark);
        HistoryDatabase.Execute(connection, statements, transaction);
    }

    /// <summary>Reads the mark once nobody else is storing anything.</summary>
    private static HistoryMark Lock(DbConnection connection, DbTransaction transaction)
    {
        int found = HistoryDatabase.Execute(
            connection,
            $"UPDATE mark SET version = version WHERE id = 1 AND version = {HistoryTables.Version}",
            transaction);
        return found == 1 ? HistoryReader.ReadMark(connection, transaction) : throw OfAnotherVersion();
    }

    internal static HistoryContradictedException OfAnotherVersion() =>
        new("another version of the program has begun the history anew: this one keeps it no longer");

    /// <summary>Null: no mark says it.</summary>
    internal static long? VersionOf(DbConnection connection, DbTransaction? transaction)
    {
        using DbCommand command = HistoryDatabase.Command(
            connection, transaction, "SELECT version FROM mark WHERE id = 1");
        return command.ExecuteScalar() as long?;
    }

    private static void WriteMark(DbConnection connection, DbTransaction transaction, HistoryMark mark)
    {
        using DbCommand command = HistoryDatabase.Command(
            connection,
            transaction,
            "UPDATE mark SET version = @version, since = @since, sequence = @sequence, hash = @hash, at = @at "
            + "WHERE id = 1");
        Add(command, "version", (long)HistoryTables.Version);
        Add(command, "since", mark.Since);
        Add(command, "sequence", mark.Sequence);
        Add(command, "hash", mark.Sequence == 0 ? "" : mark.Hash.ToString());
        Add(command, "at", mark.TimestampMs);
        command.ExecuteNonQuery();
    }

    private void SaveRows(DbConnection connection, DbTransaction transaction, HistoryBatch batch, long after)
    {
        var rows = new Rows(table => database.PutInto(connection, transaction, table), after);
        rows.Put(HistoryTables.Orders, batch.Orders.Values, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Trades, batch.Trades, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Fills, batch.Fills, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Payouts, batch.Payouts, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Transfers, batch.Transfers, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Liquidations, batch.Liquidations, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Instruments, batch.Instruments.Values, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Prices, batch.Prices, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Equities, batch.Equities, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Wallets, batch.Wallets, static row => row.Sequence, RowValues.Of);
        rows.Put(HistoryTables.Revocations, batch.Revocations, static row => row.Sequence, RowValues.Of);
        (IReadOnlyCollection<SumRow> steps, IReadOnlyCollection<SumRow> sums) =
            RunningSums.Add(connection, transaction, batch.Sums.Where(row => row.Sequence > after));
        rows.Put(HistoryTables.Steps, steps, static row => row.Sequence, RowValues.OfStep);
        rows.Put(HistoryTables.Sums, sums, static row => row.Sequence, RowValues.Of);
    }

    internal static void Add(DbCommand command, string name, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = ValueOf(command, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>
    /// A value as the command's database takes it. PostgreSQL has no text with a NUL in it, clients' ids and what they
    /// look for may have one: there it is U+FFFD, which it is told as.
    /// </summary>
    internal static object ValueOf(DbCommand command, object? value) => value switch
    {
        null => DBNull.Value,
        string text when command is NpgsqlCommand => text.Replace('\0', '\uFFFD'),
        _ => value,
    };

    /// <summary>Puts rows of one table after the other, those up to a sequence left out.</summary>
    private readonly struct Rows(Func<HistoryTable, RowPut> into, long after)
    {
        public void Put<T>(
            HistoryTable table, IEnumerable<T> rows, Func<T, long> sequenceOf, Func<T, object?[]> valuesOf)
        {
            using RowPut put = into(table);
            foreach (T row in rows)
            {
                if (sequenceOf(row) > after)
                    put.Put(valuesOf(row));
            }
        }
    }
}
