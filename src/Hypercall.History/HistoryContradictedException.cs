namespace Hypercall.History;

/// <summary>
/// What is stored is not of the journal that is shown, or no longer what was stored of it: the journal is to be shown
/// again from its start. The message says how the two differ.
/// </summary>
public sealed class HistoryContradictedException : Exception
{
    internal HistoryContradictedException(string message)
        : base(message)
    {
    }
}
