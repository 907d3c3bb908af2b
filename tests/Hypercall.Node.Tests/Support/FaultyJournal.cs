using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Tests.Support;

/// <summary>A journal that does what a test wants before and after a row is stored.</summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal
{
    /// <summary>Runs before the row is stored; throws or blocks at will.</summary>
    public Action<long> BeforeWrite { get; set; } = _ => { };

    /// <summary>Runs after the row is stored, before the write returns.</summary>
    public Action<long> AfterWrite { get; set; } = _ => { };

    /// <summary>Completes when the journal is closed.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Location => inner.Location;

    public string EngineId => inner.EngineId;

    public void Write(long recordNumber, ReadOnlySpan<byte> record)
    {
        BeforeWrite(recordNumber);
        inner.Write(recordNumber, record);
        AfterWrite(recordNumber);
    }

    public JournalRow? ReadLast() => inner.ReadLast();

    public IJournalCursor Read(long firstNumber) => inner.Read(firstNumber);

    public IReadOnlyList<SkipRecord> ReadSkips() => inner.ReadSkips();

    public void AddSkip(SkipRecord skip) => inner.AddSkip(skip);

    public void Dispose()
    {
        inner.Dispose();
        Closed.TrySetResult();
    }
}
