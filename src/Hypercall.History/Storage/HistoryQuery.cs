using System.Data.Common;
using System.Globalization;

namespace Hypercall.History.Storage;

/// <summary>A query of whole rows of one table; values go as parameters, names are ours.</summary>
internal sealed class HistoryQuery(HistoryTable table)
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];
    private string _end = "";

    public HistoryQuery Where(string column, object value) => Add($"{column} = {Parameter(value)}");

    public HistoryQuery WhereEither(string first, string second, object value)
    {
        string parameter = Parameter(value);
        return Add($"({first} = {parameter} OR {second} = {parameter})");
    }

    public HistoryQuery WhereAny<T>(string column, IReadOnlyList<T> values)
        where T : notnull => values.Count == 0
        ? Add("1 = 0")
        : Add($"{column} IN ({string.Join(", ", values.Select(value => Parameter(value)))})");

    /// <summary>A text that begins so; no letter of it stands for others.</summary>
    public HistoryQuery Beginning(string column, string text) =>
        Add($"substr({column}, 1, {text.Length.ToString(CultureInfo.InvariantCulture)}) = {Parameter(text)}");

    public HistoryQuery After(string column, long value) => Add($"{column} > {Parameter(value)}");

    public HistoryQuery Before(string column, long? value) =>
        value is null ? this : Add($"{column} < {Parameter(value.Value)}");

    /// <summary>The first row of each span that has any, of those that pass the conditions so far.</summary>
    public HistoryQuery FirstOf(string column, long span)
    {
        string passing = _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";
        string width = span.ToString(CultureInfo.InvariantCulture);
        return Add($"{column} IN (SELECT MIN({column}) FROM {table.Name}{passing} GROUP BY {column} / {width})");
    }

    public HistoryQuery Newest(string column, int limit, int offset) => End($"ORDER BY {column} DESC", limit, offset);

    public HistoryQuery Oldest(string column, int limit) => End($"ORDER BY {column}", limit, 0);

    public DbCommand Command(DbConnection connection, DbTransaction transaction)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            table.Select + (_conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}") + _end;
        for (int index = 0; index < _values.Count; index++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = Name(index);
            parameter.Value = _values[index];
            command.Parameters.Add(parameter);
        }

        return command;
    }

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
