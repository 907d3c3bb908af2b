using Hypercall.Engine.Commands;
using Hypercall.Engine.Outcomes;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Tests.Support;

/// <summary>Notes which commands a replay applied.</summary>
internal sealed class ObservedSequences : IReplayObserver
{
    public List<int> Sequences { get; } = [];

    public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output) =>
        Sequences.Add((int)output.Sequence);
}
