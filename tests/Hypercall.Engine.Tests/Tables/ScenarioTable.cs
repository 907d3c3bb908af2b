namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// The text format of scenario tables: lines of cells between bars, the first one names the columns, a line that
/// starts with # is a remark, one that starts with > goes on with the last cell of the row before. An empty cell
/// means the default of its column.
/// </summary>
internal static class ScenarioTable
{
    /// <exception cref="FormatException">A row has more or fewer cells than there are columns.</exception>
    public static IReadOnlyList<ScenarioRow> Parse(string text)
    {
        var rows = new List<ScenarioRow>();
        string[]? columns = null;
        int number = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '>')
            {
                rows[^1] = Continue(rows[^1], columns![^1], line[1..].Trim());
                continue;
            }

            string[] cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (columns is null)
            {
                columns = cells;
                continue;
            }

            if (cells.Length != columns.Length)
                throw new FormatException($"table line {number} has not {columns.Length} cells: {line}");
            var filled = columns.Zip(cells).Where(p => p.Second.Length > 0).ToDictionary(p => p.First, p => p.Second);
            rows.Add(new ScenarioRow(number, line, filled));
        }

        return rows;
    }

    private static ScenarioRow Continue(ScenarioRow row, string column, string more)
    {
        string cell = row.Text(column) is string before ? $"{before};{more}" : more;
        return row with { Cells = new Dictionary<string, string>(row.Cells) { [column] = cell } };
    }
}

/// <summary>A row of a scenario table.</summary>
/// <param name="Number">Line in the table's text.</param>
/// <param name="Line">The line itself.</param>
/// <param name="Cells">Cells that are not empty, by column.</param>
internal sealed record ScenarioRow(int Number, string Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>First word of the column <c>do</c>.</summary>
    public string Action => Cells["do"].Split(' ')[0];

    /// <summary>What follows the first word of the column <c>do</c>.</summary>
    public string Argument => Cells["do"][Action.Length..].Trim();

    public string? Text(string column) => Cells.GetValueOrDefault(column);

    public string Text(string column, string otherwise) => Text(column) ?? otherwise;

    public bool Has(string column) => Cells.ContainsKey(column);
}
