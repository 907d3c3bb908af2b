using System.Text;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A client's copy of a book, made of snapshots and changes and checked by their checksums.</summary>
internal sealed class TestBook
{
    private readonly SortedDictionary<long, (string Price, string Size)> _bids = [];
    private readonly SortedDictionary<long, (string Price, string Size)> _asks = [];

    public long Sequence { get; private set; }

    /// <summary>All levels, best first, sides in turns.</summary>
    public string Text
    {
        get
        {
            (string Price, string Size)[] bids = [.. _bids.Values.Reverse().Take(25)];
            (string Price, string Size)[] asks = [.. _asks.Values.Take(25)];
            var parts = new List<string>();
            for (int index = 0; index < Math.Max(bids.Length, asks.Length); index++)
            {
                if (index < bids.Length)
                    parts.Add($"{bids[index].Price}:{bids[index].Size}");
                if (index < asks.Length)
                    parts.Add($"{asks[index].Price}:{asks[index].Size}");
            }

            return string.Join(':', parts);
        }
    }

    public void Take(JsonElement delta)
    {
        if (delta.GetProperty("snapshot").GetBoolean())
        {
            Assert.Equal(JsonValueKind.Null, delta.GetProperty("prev_sequence").ValueKind);
            _bids.Clear();
            _asks.Clear();
        }
        else
        {
            Assert.Equal(Sequence, delta.GetProperty("prev_sequence").GetInt64());
        }

        Put(_bids, delta.GetProperty("bids"));
        Put(_asks, delta.GetProperty("asks"));
        Sequence = delta.GetProperty("sequence").GetInt64();
        Assert.Equal(Crc32Of(Text), delta.GetProperty("checksum").GetUInt32());
    }

    private static void Put(SortedDictionary<long, (string Price, string Size)> side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            (string price, string size) = (level[0].GetString()!, level[1].GetString()!);
            Assert.True(DecimalText.TryParse(price, Price.Decimals, out long units));
            if (size == "0")
                side.Remove(units);
            else
                side[units] = (price, size);
        }
    }

    /// <summary>Bit by bit, by no table of the gateway's.</summary>
    private static uint Crc32Of(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
