namespace Hypercall.Testing.Twin;

/// <summary>A fill in a protection window.</summary>
/// <param name="Time">When.</param>
/// <param name="Quantity">Unsigned.</param>
/// <param name="Delta">Signed, 0 where the greeks could not be had; units of 1e-14.</param>
/// <param name="Vega">As <paramref name="Delta"/>.</param>
/// <param name="HasGreeks">False where they could not be had.</param>
internal sealed record NaiveMmpFill(
    long Time, BigInteger Quantity, BigInteger Delta, BigInteger Vega, bool HasGreeks)
{
    /// <summary>Both as one, at the time of the later one.</summary>
    public NaiveMmpFill And(NaiveMmpFill later) => new(
        later.Time, Quantity + later.Quantity, Delta + later.Delta, Vega + later.Vega, HasGreeks && later.HasGreeks);
}
