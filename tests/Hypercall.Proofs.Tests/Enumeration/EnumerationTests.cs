using Hypercall.Testing.Twin;
using Xunit.Abstractions;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>
/// Every sequence of commands up to a stated length keeps the laws (risk.md, part D). HYPERCALL_PROOFS_DEEPER=1 takes all of
/// them one command further. Nothing is said of longer sequences, other commands, other sizes.
/// </summary>
public sealed class EnumerationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. EnumerationCase.All.Select(one => one.Name)];

    /// <summary>What each case must execute is asserted there.</summary>
    [Fact]
    public void Five_million_sequences_are_executed() =>
        Assert.True(EnumerationCase.All.Sum(one => one.Least) >= 5_000_000);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sequence_keeps_the_laws(string name)
    {
        EnumerationCase one = EnumerationCase.All.Single(c => c.Name == name);
        (Bound bound, int depth) = one.Run();
        output.WriteLine($"bound: {name}, up to {depth} commands: {bound}");
        Assert.True(bound.Executed >= one.Least || !StreamShare.IsWhole, $"only {bound}");
        Assert.True(bound.Accepted > 0 && bound.Fills > 0, $"nothing happens: {bound}");
    }
}
