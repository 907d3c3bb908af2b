using Spectre.Console;

namespace Hypercall.Cli.Output;

/// <summary>
/// Shows how far work is: a bar with rate and time left on a terminal, elsewhere a line each second or each so many
/// commands.
/// </summary>
internal sealed class ProgressDisplay(Terminal terminal, ProgressTask? task, long? lineEvery)
{
    private const int CheckEvery = 256;
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _lastShown = Stopwatch.GetTimestamp();
    private long _calls;
    private long _nextLine = lineEvery ?? 0;

    /// <summary>Runs <paramref name="work"/> with a display that it reports to.</summary>
    /// <param name="lineEvery">A line each so many commands, also on a terminal; null: as the terminal is.</param>
    public static void Run(Terminal terminal, string title, long? lineEvery, Action<ProgressDisplay> work)
    {
        if (!terminal.IsInteractive || lineEvery is not null)
        {
            work(new ProgressDisplay(terminal, null, lineEvery));
            return;
        }

        using IDisposable cursor = terminal.Interruption.Undo(() => AnsiConsole.Cursor.Show());
        AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(
                new ProgressDisplay(terminal, context.AddTask(Markup.Escape(title), maxValue: 1), null)));
    }

    /// <summary>Reports how far the work is; cheap to call for each command.</summary>
    public void Report(long done, double fraction)
    {
        if (lineEvery is { } every)
        {
            for (; done >= _nextLine; _nextLine += every)
                Show(_nextLine, fraction);
            return;
        }

        if (++_calls % CheckEvery != 0)
            return;
        TimeSpan interval = task is null ? LineInterval : BarInterval;
        if (Stopwatch.GetElapsedTime(_lastShown) >= interval)
            Show(done, fraction);
    }

    private void Show(long done, double fraction)
    {
        _lastShown = Stopwatch.GetTimestamp();
        double rate = done / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        string text = $"{done:#,##0} commands, {rate:#,##0}/s";
        if (task is not null)
        {
            task.Value = fraction;
            task.Description = Markup.Escape(text);
        }
        else
        {
            terminal.Line($"{text}, {fraction:0%} of the input");
        }
    }
}
