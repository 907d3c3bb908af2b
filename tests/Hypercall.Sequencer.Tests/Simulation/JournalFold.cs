using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A fresh fold over the journal, and what each command was and became.</summary>
internal sealed class JournalFold : IReplayObserver
{
    private readonly CanonicalWriter _writer = new();

    public List<uint> Outcomes { get; } = [];

    public List<FoldedCommand> Commands { get; } = [];

    public void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine)
    {
        _writer.Reset();
        OutcomeCodec.Write(_writer, output);
        Outcomes.Add(Crc32C.Compute(_writer.Written));
        Commands.Add(new FoldedCommand(
            envelope.RequestId, output.Rejection.Code, output.First?.Sequence ?? output.Sequence, output.Hash));
    }
}
