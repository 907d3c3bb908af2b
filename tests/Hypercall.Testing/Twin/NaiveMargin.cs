namespace Hypercall.Testing.Twin;

/// <summary>
/// Margin of a wallet as it is or would be; where a needed mark is missing stands null instead of it.
/// </summary>
/// <param name="Equity">Standard mode: cash. Debt is off it.</param>
/// <param name="Requirement">Initial margin, open orders included.</param>
/// <param name="Worst">
/// Per underlying, in order of name, the id of the scenario that loses most; null where none does. Null in standard mode.
/// </param>
internal sealed record NaiveMargin(
    BigInteger Equity, BigInteger Requirement, IReadOnlyList<(string Underlying, string? Scenario)>? Worst)
{
    public BigInteger Excess => Equity - Requirement;

    /// <summary>Worst scenarios as they are reported: {"BTC":"S1","ETH":null}.</summary>
    public static string? WorstText(IReadOnlyList<(string Underlying, string? Scenario)>? worst) =>
        worst is null ? null : $"{{{string.Join(',', worst.Select(w => $"\"{w.Underlying}\":{Quoted(w.Scenario)}"))}}}";

    private static string Quoted(string? name) => name is null ? "null" : $"\"{name}\"";
}
