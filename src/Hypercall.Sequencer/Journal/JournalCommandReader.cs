using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;

namespace Hypercall.Sequencer.Journal;

/// <summary>
/// Reads the commands of a record one by one. Checks that sequences are dense from the record's first and that times
/// do not go back. Never throws.
/// </summary>
public ref struct JournalCommandReader
{
    /// <summary>A reader of the record's payload.</summary>
    /// <param name="record">A sound record.</param>
    /// <param name="pool">Where strings come from, or null.</param>
    public JournalCommandReader(JournalRecord record, Utf8StringPool? pool = null) => throw new NotSupportedException();

    /// <summary>What is wrong with the payload and where, or null.</summary>
    public readonly string? Error => throw new NotSupportedException();

    /// <summary>Reads the next command.</summary>
    /// <returns>False after the last one, and when <see cref="Error"/> is set.</returns>
    public bool TryRead(out CommandEnvelope envelope) => throw new NotSupportedException();
}
