namespace Hypercall.Json.Reading;

/// <summary>What fields must hold, in the words of error messages.</summary>
internal static class Expected
{
    public const string Wallet = "a wallet address: 0x and 40 lower-case hex digits";
    public const string Uuid = "a UUID";
    public const string Hash = "a hash: 64 lower-case hex digits";
    public const string TimeOfDay = "a time of day as HH:MM";

    private static readonly string[] Decimals =
        [.. Enumerable.Range(0, 15).Select(decimals => $"a decimal string with at most {decimals} decimals")];

    /// <summary>A plain decimal in a string.</summary>
    public static string Decimal(int decimals) => Decimals[decimals];
}
