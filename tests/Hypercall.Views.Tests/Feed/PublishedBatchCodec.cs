using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Views.Tests.Feed;

/// <summary>The canonical bytes of a published batch, as a host's messages to views on other machines hold it.</summary>
internal static class PublishedBatchCodec
{
    /// <summary>Appends a batch.</summary>
    public static void Write(CanonicalWriter writer, PublishedBatch batch)
    {
        var output = new CanonicalOutput(writer);
        PublishedBatch.Walk(ref output, batch);
    }

    /// <summary>Reads a batch; never throws, whatever the bytes. Outcomes are not decoded.</summary>
    /// <param name="bytes">Exactly one batch; the batch keeps it.</param>
    /// <param name="batch">The batch; null when the bytes are not one.</param>
    /// <param name="error">What is wrong and at which byte; null when nothing is.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out PublishedBatch? batch, out string? error)
    {
        CanonicalReader reader = CanonicalReader.Over(bytes);
        PublishedBatch read = PublishedBatch.Walk(ref reader, PublishedBatch.Blank);
        reader.ExpectEnd();
        error = reader.Error;
        batch = error is null ? read : null;
        return error is null;
    }
}
