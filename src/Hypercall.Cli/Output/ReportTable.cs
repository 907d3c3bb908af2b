using Spectre.Console;

namespace Hypercall.Cli.Output;

/// <summary>A small table: drawn with lines on a terminal, as aligned columns elsewhere.</summary>
internal sealed class ReportTable(params string[] columns)
{
    private const int Gap = 2;
    private readonly List<string[]> _rows = [];

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
        foreach (string column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)));
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

    private static string Row(string[] cells, int[] widths) =>
        string.Concat(cells.Select((cell, i) => cell.PadRight(widths[i] + Gap))).TrimEnd();
}
