namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>What an enumeration has come to.</summary>
/// <param name="Executed">Sequences whose last command was applied to the very state that the others lead to.</param>
/// <param name="Covered">
/// Sequences of the whole tree: those executed and those that begin with one leading to a state seen before with as
/// many commands to go, equal in every canonical value but the numbers given out. What follows there is the same.
/// </param>
/// <param name="States">Different states from which the enumeration went on.</param>
/// <param name="Accepted">Executed ones whose last command was accepted.</param>
/// <param name="Fills">Fills in all of them.</param>
internal readonly record struct Bound(long Executed, double Covered, int States, long Accepted, long Fills)
{
    public override string ToString() =>
        $"{Executed:N0} sequences executed, {Covered:N0} covered, {States:N0} states, {Accepted:N0} accepted,"
        + $" {Fills:N0} fills";
}
