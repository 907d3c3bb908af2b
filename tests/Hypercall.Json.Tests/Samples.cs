using System.Buffers;
using System.Text.Json;

namespace Hypercall.Json.Tests;

/// <summary>Wallets and small helpers that the tests of this project share.</summary>
internal static class Samples
{
    public const string W1 = "0x0000000000000000000000000000000000000001";
    public const string W2 = "0x00000000000000000000000000000000000000ff";
    public const string Uuid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
    public const string Call = "BTC-20260327-100000-C";
    public const string Put = "BTC-20260327-90000.5-P";

    public static readonly WalletAddress Wallet1 = WalletAddress.FromNumber(1);
    public static readonly WalletAddress Wallet2 = WalletAddress.FromNumber(255);

    /// <summary>A price of this many units of 1e-8.</summary>
    public static Price Px(string text) => new(Units(text, Price.Decimals));

    /// <summary>A size.</summary>
    public static Quantity Qty(string text) => new(Units(text, Quantity.Decimals));

    /// <summary>An amount.</summary>
    public static Cash Usdc(string text)
    {
        Assert.True(DecimalText.TryParse(text, Cash.Decimals, out Int128 units));
        return new Cash(units);
    }

    /// <summary>What <paramref name="write"/> writes, on one line.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The canonical line of a command.</summary>
    public static string Line(SubmittedCommand command) => Text(writer => CommandJson.Write(writer, command));

    /// <summary>Parses a line that must be a command.</summary>
    public static SubmittedCommand Parse(string line)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(line);
        bool parsed = CommandJson.TryParse(utf8, out SubmittedCommand command, out JsonError? error);
        Assert.True(parsed, $"{error?.Message} in {line}");
        return command;
    }

    /// <summary>Parses a line that must not be a command.</summary>
    public static JsonError ParseError(string line) => ParseError(Encoding.UTF8.GetBytes(line));

    /// <inheritdoc cref="ParseError(string)"/>
    public static JsonError ParseError(byte[] line)
    {
        bool parsed = CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error);
        Assert.False(parsed, $"{command} came out of {Encoding.UTF8.GetString(line)}");
        return error!;
    }

    private static long Units(string text, int decimals)
    {
        Assert.True(DecimalText.TryParse(text, decimals, out long units), text);
        return units;
    }
}
