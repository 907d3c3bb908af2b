namespace Hypercall.Engine.State;

/// <summary>
/// The last transfer that a source has numbered, and what became of it: a sender that has lost the answer sends it
/// again and is told the first one's.
/// </summary>
/// <param name="Number">The last number, from 1.</param>
/// <param name="Digest">First 128 bits of the SHA-256 of the encoded command.</param>
/// <param name="Rejection">Default where it was accepted.</param>
internal readonly record struct SourceRecord(long Number, UInt128 Digest, long Sequence, Rejection Rejection);
