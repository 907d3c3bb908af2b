using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Proofs.Tests.Branching;
using Hypercall.Testing.Twin;
using Xunit.Abstractions;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>A branch goes back to the very state that it left.</summary>
public sealed class MementoTests(ITestOutputHelper output)
{
    [Fact]
    public void What_a_random_stream_did_is_undone_to_the_last_byte()
    {
        var engine = new ExchangeEngine();
        var memento = new EngineMemento();
        IReadOnlyList<CommandEnvelope> stream = [.. RecordedStream.Make(11, 600)];
        for (int i = 0; i < 300; i++)
            engine.Apply(stream[i]);
        byte[] before = engine.Snapshot();
        memento.Keep(engine);
        for (int i = 300; i < stream.Count; i++)
            engine.Apply(stream[i]);
        byte[] after = engine.Snapshot();
        Assert.NotEqual(before, after);

        memento.PutBack();
        Assert.Equal(before, engine.Snapshot());
        engine.CheckInvariants();
        for (int i = 300; i < stream.Count; i++)
            engine.Apply(stream[i]);
        Assert.Equal(after, engine.Snapshot());
        output.WriteLine($"{memento.Count} objects, {memento.ArrayElements} array elements");
    }
}
