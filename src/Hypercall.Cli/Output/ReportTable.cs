namespace Hypercall.Cli.Output;

/// <summary>
/// A small table in aligned columns. One that is wider than the terminal is written in several panes below each other,
/// each with the first column; a cell is never broken, so that hashes can be copied.
/// </summary>
internal sealed class ReportTable(params string[] columns)
{
    private const int Gap = 2;
    private readonly List<string[]> _rows = [];

    /// <summary>Index of the first column that holds numbers, which are aligned right, as are those after it.</summary>
    public int FirstNumber { get; init; } = int.MaxValue;

    public ReportTable Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <summary>Adds a row for each item.</summary>
    public ReportTable AddEach<T>(IEnumerable<T> items, Func<T, string[]> row)
    {
        _rows.AddRange(items.Select(row));
        return this;
    }

    /// <summary>Writes the table.</summary>
    public void Write(Terminal terminal)
    {
        foreach (string line in Lines(terminal.Width))
            terminal.Line(line);
    }

    /// <summary>The table's lines on a terminal of so many columns.</summary>
    public IEnumerable<string> Lines(int width)
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(WidthOf)];
        if (IsPairs && widths[0] + Gap + widths[1] > width)
            return Pairs(widths[0], width);
        return Panes(widths, width).SelectMany((pane, index) => Pane(pane, widths, isFirst: index == 0));
    }

    /// <summary>Names and values without a heading.</summary>
    private bool IsPairs => columns.Length == 2 && columns.All(column => column.Length == 0);

    /// <summary>A value that does not fit beside its name stands below it.</summary>
    private IEnumerable<string> Pairs(int nameWidth, int width)
    {
        foreach (string[] row in _rows)
        {
            if (nameWidth + Gap + row[1].Length <= width)
            {
                yield return Padded(row[0], nameWidth) + row[1];
                continue;
            }

            yield return row[0];
            yield return (Gap + row[1].Length <= width ? new string(' ', Gap) : "") + row[1];
        }
    }

    private static IEnumerable<List<int>> Panes(int[] widths, int width)
    {
        List<int> pane = [0];
        int used = widths[0];
        for (int column = 1; column < widths.Length; column++)
        {
            if (pane.Count > 1 && (long)used + Gap + widths[column] > width)
            {
                yield return pane;
                pane = [0];
                used = widths[0];
            }

            pane.Add(column);
            used += Gap + widths[column];
        }

        yield return pane;
    }

    private IEnumerable<string> Pane(List<int> pane, int[] widths, bool isFirst)
    {
        if (!isFirst)
            yield return "";
        if (columns.Any(column => column.Length > 0))
            yield return Row(columns, pane, widths);
        foreach (string[] row in _rows)
            yield return Row(row, pane, widths);
    }

    private string Row(string[] cells, List<int> pane, int[] widths) => string.Join(
        new string(' ', Gap),
        pane.Select(i => i < FirstNumber ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i]))).TrimEnd();

    private static string Padded(string name, int width) => name.PadRight(width) + new string(' ', Gap);

    private int WidthOf(int column) => _rows.Select(row => row[column].Length).Append(columns[column].Length).Max();
}
