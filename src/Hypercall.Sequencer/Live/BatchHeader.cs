namespace Hypercall.Sequencer.Live;

/// <summary>What a batch of outputs says of its place; a heartbeat is one with Count 0.</summary>
/// <param name="Epoch">Epoch of the owner that publishes.</param>
/// <param name="FirstSequence">Sequence of the first outcome; of the next one in a heartbeat.</param>
/// <param name="PreviousSequence">Last sequence published before it.</param>
/// <param name="Hash">State hash after its last outcome.</param>
public readonly record struct BatchHeader(
    long Epoch, long FirstSequence, int Count, long PreviousSequence, Hash256 Hash)
{
    /// <summary>Sequence of the last outcome, or of the last one published where there is none.</summary>
    public long LastSequence => FirstSequence + Count - 1;
}
