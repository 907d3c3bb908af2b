using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Follower;

/// <summary>Passes what a replay applies on to a follower's sink.</summary>
internal sealed class SinkObserver(IFollowerSink sink) : IReplayObserver
{
    /// <summary>The replay, once it is made.</summary>
    public JournalReplayer? Replayer { get; set; }

    public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output) =>
        sink.Applied(envelope, output, Replayer!.Engine);
}
