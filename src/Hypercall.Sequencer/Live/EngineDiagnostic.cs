using Hypercall.Engine.Numerics;

namespace Hypercall.Sequencer.Live;

/// <summary>What a host writes to a diagnostic file when applying a command threw.</summary>
/// <param name="RecordNumber">The record that holds the command.</param>
/// <param name="Sequence">The command's sequence.</param>
/// <param name="Command">The command as text.</param>
/// <param name="Envelope">The command's envelope in the canonical encoding.</param>
/// <param name="Exception">What was thrown.</param>
/// <param name="Digests">Component digests of the state as it was left; empty where they could not be had.</param>
public sealed record EngineDiagnostic(
    long RecordNumber,
    long Sequence,
    string Command,
    ReadOnlyMemory<byte> Envelope,
    string Exception,
    IReadOnlyList<KeyValuePair<string, Hash256>> Digests);
