using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hypercall.Testing;

/// <summary>
/// Demands whose failure is put into words only when there is one: in loops of millions the words would cost more than
/// what is asked.
/// </summary>
internal static class Demand
{
    /// <summary>Fails a test where something does not hold.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void That(
        [DoesNotReturnIf(false)] bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureText failure)
    {
        if (!holds)
            throw new InvalidOperationException(failure.Take());
    }
}

/// <summary>The words for a failure, made of nothing where there is none.</summary>
[InterpolatedStringHandler]
internal ref struct FailureText
{
    private DefaultInterpolatedStringHandler _text;

    public FailureText(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = isWanted
            ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture)
            : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    public string Take() => _text.ToStringAndClear();
}
