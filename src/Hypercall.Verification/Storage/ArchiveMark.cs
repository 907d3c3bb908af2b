namespace Hypercall.Verification.Storage;

/// <summary>
/// Says in a journal's database that records before one of its records were moved into a file, and which state stands
/// there: without it a journal that does not begin with record 1 has lost rows.
/// </summary>
/// <param name="Record">The first record that the journal still holds; the file holds it too.</param>
/// <param name="Sequence">Last command up to it.</param>
/// <param name="Hash">State hash after that command.</param>
/// <param name="File">Name of the file.</param>
public sealed record ArchiveMark(long Record, long Sequence, Hash256 Hash, string File);
