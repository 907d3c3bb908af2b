using Hypercall.Engine.Pricing;

namespace Hypercall.Testing.Twin;

/// <summary>
/// Prices of the model by all that they are made of, each computed when it is first asked for: one command asks for the
/// same ones over and over.
/// </summary>
internal sealed class NaivePrices
{
    private const int Kept = 4_096;

    private readonly Dictionary<Question, double?> _answers = [];

    private readonly record struct Question(
        OptionType Type, double Spot, long StrikeUnits, double Years, double Volatility);

    /// <summary>The price of one contract, or null where it has none.</summary>
    public double? Of(in ContractKey contract, double spot, double years, double volatility)
    {
        var question = new Question(contract.Type, spot, contract.Strike.Units, years, volatility);
        if (_answers.TryGetValue(question, out double? known))
            return known;
        if (_answers.Count == Kept)
            _answers.Clear();
        return _answers[question] = Answer(question);
    }

    private static double? Answer(in Question question) => Hypercall.Engine.Pricing.BlackScholes.TryPrice(
        question.Type, question.Spot, DecimalUnits.ToDouble(question.StrikeUnits),
        question.Years, question.Volatility, out double price)
        ? price
        : null;
}
