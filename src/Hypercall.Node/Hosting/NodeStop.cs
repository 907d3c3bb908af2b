using Hypercall.Node.Storage;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>Why a node stopped. It never starts again; make another one on the same directory.</summary>
/// <param name="Notice">Reason, record and sequence.</param>
/// <param name="Exception">What was thrown, where something was.</param>
public sealed record NodeStop(StopNotice Notice, Exception? Exception = null)
{
    /// <summary>True after a graceful stop: everything taken was answered.</summary>
    public bool Graceful => Notice.Reason == StopReason.Drained;

    /// <summary>
    /// What an exception outside the sequencer's rules means: a file that cannot be read, or a defect.
    /// </summary>
    internal static NodeStop From(Exception exception, SequencerPhase phase, long sequence)
    {
        StopReason reason = (exception, phase) switch
        {
            (JournalOwnedException, _) => StopReason.Fenced,
            (_, SequencerPhase.Recovering) => StopReason.RecoveryRefused,
            (JournalException, _) => StopReason.WriteFailed,
            _ => StopReason.Poison,
        };
        long record = exception is JournalDamagedException damaged ? damaged.RecordNumber ?? 0 : 0;
        return new NodeStop(new StopNotice(reason, record, sequence, exception.Message), exception);
    }
}

/// <summary>The node stopped before it could do what was asked.</summary>
public sealed class NodeStoppedException(NodeStop stop)
    : InvalidOperationException($"the node stopped ({stop.Notice.Reason}): {stop.Notice.Detail}", stop.Exception)
{
    /// <summary>Why.</summary>
    public NodeStop Stop { get; } = stop;
}
