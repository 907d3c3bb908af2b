namespace Hypercall.Cli.Demo.Day;

/// <summary>An option of the demonstration's day.</summary>
/// <param name="ExpiryMs">Its expiry instant.</param>
internal readonly record struct DayOption(string Symbol, long StrikeUsdc, OptionType Type, long ExpiryMs);
