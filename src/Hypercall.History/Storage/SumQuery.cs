using System.Globalization;

namespace Hypercall.History.Storage;

/// <summary>
/// Asks for what sums of a wallet grew by from one time up to another: each stands as it was at both ends, so that the
/// rows between them are not read.
/// </summary>
internal static class SumQuery
{
    /// <summary>Name, and the sum before either end as one text; those that changed since the first end.</summary>
    public static DbCommand Between(
        DbConnection connection, DbTransaction transaction, WalletAddress wallet, long fromMs, long toMs)
    {
        DbCommand command = HistoryDatabase.Command(
            connection,
            transaction,
            $"SELECT name, {Before("until")}, {Before("since")} FROM sums WHERE wallet = @wallet AND at >= @since");
        HistoryWriter.Add(command, "wallet", RowValues.Text(wallet));
        HistoryWriter.Add(command, "since", fromMs);
        HistoryWriter.Add(command, "until", toMs);
        return command;
    }

    /// <summary>What a row of it says.</summary>
    public static RealizedRow Difference(DbDataReader row)
    {
        (Cash amount, long events) = Read(row, 1);
        (Cash before, long eventsBefore) = Read(row, 2);
        return new RealizedRow(row.GetString(0), amount - before, events - eventsBefore);
    }

    private static string Before(string end) =>
        "(SELECT steps.amount || ' ' || steps.events FROM steps WHERE steps.wallet = sums.wallet "
            + $"AND steps.name = sums.name AND steps.at < @{end} ORDER BY steps.at DESC LIMIT 1)";

    private static (Cash Amount, long Events) Read(DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
            return (Cash.Zero, 0);
        string[] parts = row.GetString(column).Split(' ');
        return (
            new Cash(Int128.Parse(parts[0], CultureInfo.InvariantCulture)),
            long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
