namespace Hypercall.History;

/// <summary>A stored history is not that of the journal which is shown: the journal was replaced.</summary>
/// <param name="sequence">Where the two have different hashes.</param>
public sealed class HistoryContradictedException(long sequence)
    : Exception($"the history was not made of this journal: after sequence {sequence} it has another hash");
