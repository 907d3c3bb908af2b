using Hypercall.Engine.Commands;

namespace Hypercall.Node.Verification;

/// <summary>Where two journals part.</summary>
/// <param name="Sequence">First command after which the states differ, or null where none is.</param>
/// <param name="CommandsCompared">Commands that both journals have and that were compared.</param>
/// <param name="LastLeft">Last command of the first journal that was read.</param>
/// <param name="LastRight">Last command of the second one.</param>
/// <param name="Component">First component that differs.</param>
/// <param name="Field">First readable field that differs, with both values; null where only hidden state does.</param>
/// <param name="Left">The command in the first journal, with its record.</param>
/// <param name="Right">The command in the second one.</param>
public sealed record BisectReport(
    long? Sequence,
    long CommandsCompared,
    long LastLeft,
    long LastRight,
    string? Component,
    string? Field,
    JournaledCommand? Left,
    JournaledCommand? Right);

/// <summary>A command where it stands.</summary>
public sealed record JournaledCommand(long RecordNumber, CommandEnvelope Envelope);
