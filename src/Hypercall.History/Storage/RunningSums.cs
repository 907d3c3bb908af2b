namespace Hypercall.History.Storage;

/// <summary>
/// Adds what was folded to the sums that are stored. They run on from the store and not from the fold, which may have
/// begun at a snapshot.
/// </summary>
internal static class RunningSums
{
    /// <summary>What the sums stand at after each time at which they change, and after all of it.</summary>
    /// <param name="transaction">In which nobody else adds anything.</param>
    /// <param name="changes">What is added, in order.</param>
    public static (IReadOnlyCollection<SumRow> Steps, IReadOnlyCollection<SumRow> Sums) Add(
        DbConnection connection, DbTransaction transaction, IEnumerable<SumRow> changes)
    {
        var sums = new Dictionary<(WalletAddress Wallet, string Name), SumRow>();
        var steps = new Dictionary<(WalletAddress Wallet, string Name, long AtMs), SumRow>();
        using DbCommand find = FindCommand(connection, transaction);
        foreach (SumRow change in changes)
        {
            (WalletAddress, string) key = (change.Wallet, change.Name);
            if (!sums.TryGetValue(key, out SumRow? before))
                before = Find(find, change.Wallet, change.Name);
            SumRow after = before is null
                ? change
                : change with { Amount = before.Amount + change.Amount, Events = before.Events + change.Events };
            sums[key] = after;
            steps[(change.Wallet, change.Name, change.AtMs)] = after;
        }

        return (steps.Values, sums.Values);
    }

    private static DbCommand FindCommand(DbConnection connection, DbTransaction transaction)
    {
        DbCommand command = HistoryDatabase.Command(
            connection, transaction, HistoryTables.Sums.Select + " WHERE wallet = @wallet AND name = @name");
        HistoryWriter.Add(command, "wallet", "");
        HistoryWriter.Add(command, "name", "");
        return command;
    }

    private static SumRow? Find(DbCommand find, WalletAddress wallet, string name)
    {
        find.Parameters[0].Value = RowValues.Text(wallet);
        find.Parameters[1].Value = name;
        using DbDataReader row = find.ExecuteReader();
        return row.Read() ? RowReader.Sum(row) : null;
    }
}
