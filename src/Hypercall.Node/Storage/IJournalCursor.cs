namespace Hypercall.Node.Storage;

/// <summary>
/// Reads a journal's rows in order; a number that is missing between two rows is damage, never passed over.
/// </summary>
public interface IJournalCursor : IDisposable
{
    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end of what is stored; a later call sees rows written since.</returns>
    /// <exception cref="JournalDamagedException">A row is missing or cannot be read.</exception>
    bool MoveNext();

    /// <summary>The row; its bytes hold until the next <see cref="MoveNext"/>.</summary>
    JournalRow Current { get; }
}
