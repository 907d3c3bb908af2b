namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>How often each fault came; one per world, added up over all of them.</summary>
internal sealed class FaultCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<Fault>().Length];

    public long this[Fault fault] => _counts[(int)fault];

    public void Add(Fault fault) => _counts[(int)fault]++;

    public void Add(FaultCounts other)
    {
        for (int i = 0; i < _counts.Length; i++)
            Interlocked.Add(ref _counts[i], other._counts[i]);
    }

    public IReadOnlyList<Fault> Missing() => [.. Enum.GetValues<Fault>().Where(fault => this[fault] == 0)];

    public override string ToString() =>
        string.Join(", ", Enum.GetValues<Fault>().Select(fault => $"{fault} {this[fault]}"));
}
