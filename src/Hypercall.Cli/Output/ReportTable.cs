using Spectre.Console;

namespace Hypercall.Cli.Output;

/// <summary>A small table: drawn with lines on a terminal, as aligned columns elsewhere.</summary>
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

    /// <summary>Writes the table.</summary>
    public void Write(Terminal terminal)
    {
        if (terminal.IsInteractive)
            Draw();
        else
            Align(terminal);
    }

    private void Draw()
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(Markup.Escape(columns[i]));
            table.AddColumn(i < FirstNumber ? column : column.RightAligned());
        }

        if (columns.All(column => column.Length == 0))
            table.HideHeaders();
        foreach (string[] row in _rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Write(table);
    }

    private void Align(Terminal terminal)
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(WidthOf)];
        if (columns.Any(column => column.Length > 0))
            terminal.Line(Row(columns, widths));
        foreach (string[] row in _rows)
            terminal.Line(Row(row, widths));
    }

    private int WidthOf(int column) => _rows.Select(row => row[column].Length).Append(columns[column].Length).Max();

    private string Row(string[] cells, int[] widths) => string.Join(
        new string(' ', Gap),
        cells.Select((cell, i) => i < FirstNumber ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd();
}
