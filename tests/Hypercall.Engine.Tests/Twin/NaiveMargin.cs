using System.Numerics;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// Margin of a wallet as it is or would be; where a needed mark is missing stands null instead of it.
/// </summary>
/// <param name="Equity">Standard mode: cash.</param>
/// <param name="Requirement">Initial margin, open orders included.</param>
/// <param name="Worst">Id of the scenario that loses most; null when none loses or in standard mode.</param>
/// <param name="Scan">What that scenario loses.</param>
internal sealed record NaiveMargin(BigInteger Equity, BigInteger Requirement, string? Worst, BigInteger Scan)
{
    public BigInteger Excess => Equity - Requirement;
}
