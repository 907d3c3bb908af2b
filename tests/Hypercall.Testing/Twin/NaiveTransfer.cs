namespace Hypercall.Testing.Twin;

/// <summary>What is kept of a source: its last transfer and how that ended.</summary>
/// <param name="Number">The last number.</param>
/// <param name="CommandText">The command that carried it.</param>
/// <param name="Sequence">That command's sequence.</param>
/// <param name="Reject">Null when it was accepted.</param>
internal sealed record NaiveTransfer(long Number, string CommandText, long Sequence, NaiveReject? Reject);
