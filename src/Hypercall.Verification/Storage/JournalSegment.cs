namespace Hypercall.Verification.Storage;

/// <summary>A database that holds the rows of a journal up to a number: an archive, or the journal itself.</summary>
/// <param name="First">Its first row.</param>
/// <param name="Last">Its last row; the greatest number of all where it grows.</param>
internal sealed record JournalSegment(JournalDatabase Database, long First, long Last);
