namespace Hypercall.Cli.Demo;

/// <summary>An option of a demonstration.</summary>
/// <param name="ExpiryMs">Its expiry instant.</param>
internal readonly record struct DemoOption(string Symbol, long StrikeUsdc, OptionType Type, long ExpiryMs);
