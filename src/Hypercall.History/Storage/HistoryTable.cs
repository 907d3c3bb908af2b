namespace Hypercall.History.Storage;

/// <summary>One table: its columns, the first ones its key, and how a row is put into it.</summary>
internal sealed class HistoryTable
{
    /// <param name="keys">How many of the columns are the key.</param>
    /// <param name="kept">Columns that stay as they were first put.</param>
    public HistoryTable(string name, string[] columns, int keys, string[]? kept = null)
    {
        Name = name;
        Columns = [.. columns.Select(column => column.Split(' ')[0])];
        string key = string.Join(", ", Columns.Take(keys));
        string[] changed = [.. Columns.Skip(keys).Except(kept ?? [])];
        Create = $"CREATE TABLE IF NOT EXISTS {name} ({string.Join(", ", columns)}, PRIMARY KEY ({key}))";
        Put = $"INSERT INTO {name} ({string.Join(", ", Columns)}) "
            + $"VALUES ({string.Join(", ", Columns.Select(column => "@" + column))}) ON CONFLICT ({key}) "
            + (changed.Length == 0
                ? "DO NOTHING"
                : "DO UPDATE SET " + string.Join(", ", changed.Select(column => $"{column} = excluded.{column}")));
        Select = $"SELECT {string.Join(", ", Columns)} FROM {name}";
    }

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    public string Create { get; }

    /// <summary>Puts a row, or what changes in one that is there.</summary>
    public string Put { get; }

    /// <summary>Reads whole rows.</summary>
    public string Select { get; }
}
