namespace Hypercall.Gateway.Accounts;

/// <summary>
/// The greatest sequence that this gateway has heard of, in an outcome or from a view: what it shows is to be no older.
/// Safe for use from several threads.
/// </summary>
internal sealed class SequenceClock
{
    private long _known;

    public long Known => Interlocked.Read(ref _known);

    public void Hear(long sequence)
    {
        long known = Known;
        while (sequence > known)
        {
            long before = Interlocked.CompareExchange(ref _known, sequence, known);
            if (before == known)
                return;
            known = before;
        }
    }
}
