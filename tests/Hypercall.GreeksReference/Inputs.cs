using System.Globalization;

namespace Hypercall.GreeksReference;

/// <summary>Decimal forms of the inputs.</summary>
internal static class Inputs
{
    /// <summary>
    /// The number with 15 significant digits: a last bit of the platform's functions that made it does not show.
    /// </summary>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("E14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The shortest decimal that reads back as the same double.</summary>
    public static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
