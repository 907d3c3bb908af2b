using System.Numerics;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Short names in tables: wallets are letters (A is wallet 1), instruments C, P (BTC) and E (ETH), which every
/// table has, X, Y, Z, the year-long L and M, past and today, which it has not; times ms since the
/// table's start, amounts decimals.
/// </summary>
internal static class ScenarioNames
{
    /// <summary>2026-01-01T00:00Z.</summary>
    public static readonly long Start = CalendarDate.ToEpochMs(20260101);

    private static readonly Dictionary<string, string> Symbols = new()
    {
        ["C"] = "BTC-20260110-100-C",
        ["P"] = "BTC-20260110-100-P",
        ["E"] = "ETH-20260110-100-C",
        ["X"] = "BTC-20260110-50-C",
        ["Y"] = "BTC-20260110-60-C",
        ["Z"] = "BTC-20260110-70-C",
        ["L"] = "BTC-20270101-100-C",
        ["M"] = "BTC-20270101-100-P",
        ["perp"] = "BTC-PERP",
        ["past"] = "BTC-20251231-100-C",
        ["today"] = "BTC-20260101-100-C",
    };

    /// <summary>Expiry of the instruments C, P and E.</summary>
    public static long Expiry => CalendarDate.ToEpochMs(20260110) + 8 * 3_600_000;

    public static string Symbol(string name) => Symbols.GetValueOrDefault(name, name);

    public static WalletAddress Wallet(string letter) => letter is [>= 'A' and <= 'Z']
        ? WalletAddress.FromNumber((ulong)(letter[0] - 'A' + 1))
        : throw new FormatException($"'{letter}' is no wallet of a table");

    public static long Units(string text, int decimals) => (long)WideUnits(text, decimals);

    public static Int128 WideUnits(string text, int decimals) => DecimalText.TryParse(text, decimals, out Int128 units)
        ? units
        : throw new FormatException($"'{text}' is no number with {decimals} decimals");

    public static long Whole(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An event's field as tables write it, in the form of the canonical line.</summary>
    public static string Canonical(string field, string value) => field switch
    {
        "wallet" or "taker" or "maker" or "agent" => $"{Wallet(value)}",
        "account" when value.Length == 1 => $"{Wallet(value)}",
        "symbol" => Symbol(value),
        "price" or "entry" => Scale(value, Price.Decimals),
        "size" or "filled" or "remaining" => Scale(value, Quantity.Decimals),
        "delta" or "balance" or "takerFee" or "makerFee" or "takerPnl" or "makerPnl"
            or "value" or "fee" or "pnl" => Scale(value, Cash.Decimals),
        "frozenUntil" or "expiresAt" when value.Length > 0 => $"{Start + Whole(value)}",
        "bids" or "asks" => string.Join(',', value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Level)),
        _ => value,
    };

    private static string Level(string level)
    {
        string[] parts = level.Split(':');
        return $"{Scale(parts[0], Price.Decimals)}:{Scale(parts[1], Quantity.Decimals)}";
    }

    private static string Scale(string text, int decimals) => ((BigInteger)WideUnits(text, decimals)).ToString();
}
