using System.Globalization;

namespace Hypercall.History.Storage;

/// <summary>A query of whole rows of one table; values go as parameters, names are ours.</summary>
internal sealed class HistoryQuery(HistoryTable table)
{
    /// <summary>Orders of which something traded; as it stands in their index.</summary>
    public const string HasTraded = "filled > 0";

    private const long AfterAll = long.MaxValue / 4;
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];
    private string _end = "";

    public HistoryQuery Where(string column, object value) => Add($"{column} = {Parameter(value)}");

    /// <summary>Null: any value.</summary>
    public HistoryQuery WhereGiven(string column, object? value) => value is null ? this : Where(column, value);

    public HistoryQuery WhereAny<T>(string column, IReadOnlyList<T> values)
        where T : notnull => values.Count == 0
        ? Add("1 = 0")
        : Add($"{column} IN ({string.Join(", ", values.Select(value => Parameter(value)))})");

    public HistoryQuery Traded() => Add(HasTraded);

    /// <summary>
    /// Rows of trades from one time up to another. Ids of trades ascend with time, so that both times become ids, in
    /// whose order the rows lie.
    /// </summary>
    /// <param name="column">The row's id.</param>
    /// <param name="idsPerTrade">How many of them a trade has.</param>
    /// <param name="fromMs">The first time.</param>
    /// <param name="toMs">The time after the last one.</param>
    public HistoryQuery Within(string column, int idsPerTrade, long fromMs, long toMs)
    {
        if (fromMs > 0)
            Add($"{column} >= {FirstIdAt(fromMs, idsPerTrade)}");
        return toMs < long.MaxValue ? Add($"{column} < {FirstIdAt(toMs, idsPerTrade)}") : this;
    }

    /// <summary>Trades that a wallet's newest fills are of, which another query reads.</summary>
    public HistoryQuery TradesOf(HistoryQuery fills)
    {
        string select = $"SELECT trade_id FROM {fills.Table.Name}{fills.Conditions}{fills._end}";
        _values.AddRange(fills._values);
        return Add($"trade_id IN (SELECT trade_id FROM ({select}) AS own)");
    }

    public HistoryQuery After(string column, long value) => Add($"{column} > {Parameter(value)}");

    public HistoryQuery Before(string column, long? value) =>
        value is null ? this : Add($"{column} < {Parameter(value.Value)}");

    /// <summary>The first row of each span that has any, of those that pass the conditions so far.</summary>
    public HistoryQuery FirstOf(string column, long span)
    {
        string width = span.ToString(CultureInfo.InvariantCulture);
        return Add($"{column} IN (SELECT MIN({column}) FROM {table.Name}{Conditions} GROUP BY {column} / {width})");
    }

    public HistoryQuery Newest(string column, HistorySlice slice) =>
        Before(column, slice.BeforeId).End($"ORDER BY {column} DESC", slice.Limit, slice.Offset);

    public HistoryQuery Oldest(string column, int limit) => End($"ORDER BY {column}", limit, 0);

    public DbCommand Command(DbConnection connection, DbTransaction transaction)
    {
        DbCommand command = HistoryDatabase.Command(connection, transaction, table.Select + Conditions + _end);
        for (int index = 0; index < _values.Count; index++)
            HistoryWriter.Add(command, Name(index), _values[index]);
        return command;
    }

    private HistoryTable Table => table;

    private string Conditions => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    /// <summary>The id that the first trade at or after a time gives a row; there is none: one behind all.</summary>
    private string FirstIdAt(long atMs, int idsPerTrade) => string.Create(
        CultureInfo.InvariantCulture,
        $"{idsPerTrade} * COALESCE((SELECT trade_id FROM trades WHERE at >= {Parameter(atMs)} "
            + $"ORDER BY at, trade_id LIMIT 1), {AfterAll})");

    private HistoryQuery Add(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    private HistoryQuery End(string order, int limit, int offset)
    {
        _end = string.Create(CultureInfo.InvariantCulture, $" {order} LIMIT {limit} OFFSET {offset}");
        return this;
    }

    private string Parameter(object value)
    {
        _values.Add(value);
        return "@" + Name(_values.Count - 1);
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"p{index}");
}
