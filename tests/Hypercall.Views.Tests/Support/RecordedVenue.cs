using Hypercall.Engine;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;
using Hypercall.Testing.Twin;

namespace Hypercall.Views.Tests.Support;

/// <summary>
/// The outcomes of a random stream as an owner would have published them, to be cut into batches as a test likes.
/// </summary>
internal sealed class RecordedVenue
{
    private readonly List<byte[]> _outcomes = [];
    private readonly List<Hash256> _hashes = [default];

    /// <summary>Runs commands through an engine.</summary>
    /// <param name="commands">Envelopes in order; out-of-order ones among them are not published.</param>
    /// <param name="applied">Sees each published outcome and the engine after it.</param>
    public RecordedVenue(IEnumerable<CommandEnvelope> commands, Action<ApplyOutput, ExchangeEngine>? applied = null)
    {
        foreach (CommandEnvelope envelope in commands)
            Apply(envelope, applied);
    }

    /// <summary>Runs a stream through an engine.</summary>
    /// <param name="seed">Seed of the stream.</param>
    /// <param name="commands">Its length; out-of-order commands in it are not published.</param>
    /// <param name="applied">Sees each published outcome and the engine after it.</param>
    public RecordedVenue(int seed, int commands, Action<ApplyOutput, ExchangeEngine>? applied = null)
        : this(RecordedStream.Make(seed, commands), applied)
    {
    }

    public ExchangeEngine Engine { get; } = new();

    public long LastSequence => _outcomes.Count;

    public Hash256 HashAt(long sequence) => _hashes[(int)sequence];

    public byte[] Outcome(long sequence) => _outcomes[(int)sequence - 1];

    private void Apply(in CommandEnvelope envelope, Action<ApplyOutput, ExchangeEngine>? applied)
    {
        ApplyOutput output = Engine.Apply(envelope);
        if (output.Rejection.Code == RejectCode.OutOfOrder)
            return;
        var writer = new CanonicalWriter();
        OutcomeCodec.Write(writer, output);
        _outcomes.Add(writer.ToArray());
        _hashes.Add(output.Hash);
        applied?.Invoke(output, Engine);
    }

    /// <summary>The outcomes of a range as one batch.</summary>
    public PublishedBatch Batch(long first, long last, long epoch = 1)
    {
        byte[][] outcomes = [.. _outcomes.Skip((int)first - 1).Take((int)(last - first + 1))];
        int end = 0;
        int[] ends = [.. outcomes.Select(outcome => end += outcome.Length)];
        var header = new BatchHeader(epoch, first, outcomes.Length, first - 1, HashAt(last));
        return PublishedBatch.FromOutcomes(header, outcomes.SelectMany(bytes => bytes).ToArray(), ends);
    }

    /// <summary>The heartbeat of an owner that has published up to a sequence.</summary>
    public PublishedBatch Heartbeat(long last, long epoch = 1) =>
        PublishedBatch.FromOutcomes(new BatchHeader(epoch, last + 1, 0, last, HashAt(last)), default, []);

    /// <summary>A batch whose outcome at an index is cut short by a byte.</summary>
    public PublishedBatch Damaged(long first, long last, int index, long epoch = 1)
    {
        PublishedBatch sound = Batch(first, last, epoch);
        var bytes = new List<byte>();
        var ends = new List<int>();
        for (int i = 0; i < sound.Header.Count; i++)
        {
            ReadOnlyMemory<byte> outcome = sound.Outcome(i);
            bytes.AddRange(i == index ? outcome[..^1].Span : outcome.Span);
            ends.Add(bytes.Count);
        }

        return PublishedBatch.FromOutcomes(sound.Header, bytes.ToArray(), [.. ends]);
    }
}
