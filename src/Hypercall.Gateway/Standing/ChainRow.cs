namespace Hypercall.Gateway.Standing;

/// <summary>Where a row of a chain stands.</summary>
internal readonly record struct ChainKey(string Underlying, long ExpiryMs, Price Strike);

/// <summary>
/// One strike of a chain as sockets are told of it. What it says is written once for all of them, when the first one
/// wants it.
/// </summary>
/// <param name="key">Where it stands.</param>
/// <param name="expiryDate">The day of its expiry, YYYYMMDD.</param>
internal sealed class ChainRow(ChainKey key, int expiryDate)
{
    private readonly ChainLeg?[] _legs = new ChainLeg?[2];
    private readonly string?[] _names = new string?[2];
    private readonly long[] _goneAt = new long[2];
    private readonly ReadOnlyMemory<byte>?[] _texts = new ReadOnlyMemory<byte>?[3];

    public ChainKey Key => key;

    public int ExpiryDate => expiryDate;

    /// <summary>Number of its last change among those of all rows.</summary>
    public long Version { get; private set; }

    /// <summary>The call and the put; null where it is not listed.</summary>
    public IReadOnlyList<ChainLeg?> Legs => _legs;

    /// <summary>Names of the call and the put, also of those that are gone.</summary>
    public IReadOnlyList<string?> Names => _names;

    public Price? Index { get; private set; }

    public long TimestampMs { get; private set; }

    /// <summary>Whether anything is listed of one side, or of either.</summary>
    public bool Has(OptionType? type) =>
        type is { } side ? _legs[(int)side] is not null : _legs[0] is not null || _legs[1] is not null;

    /// <summary>The change with which the last of a side, or of both, was gone; 0: there is one, or never
    /// was.</summary>
    public long GoneAt(OptionType? type)
    {
        if (Has(type))
            return 0;
        return type is { } side ? _goneAt[(int)side] : Math.Max(_goneAt[0], _goneAt[1]);
    }

    /// <summary>Takes what it says now.</summary>
    /// <param name="version">The number of the change, if it is one.</param>
    /// <returns>False: it has said so already.</returns>
    public bool Take(ChainLeg? call, ChainLeg? put, Price? index, long timestampMs, long version)
    {
        if (_legs[(int)OptionType.Call] == call && _legs[(int)OptionType.Put] == put && Index == index)
            return false;
        Take(OptionType.Call, call, version);
        Take(OptionType.Put, put, version);
        (Index, Version) = (index, version);
        TimestampMs = Math.Max(TimestampMs, timestampMs);
        Array.Clear(_texts);
        return true;
    }

    /// <summary>What a socket is told that hears of a side, or of both.</summary>
    public ReadOnlyMemory<byte> Text(OptionType? type) =>
        _texts[type is { } side ? (int)side : 2] ??= Has(type) ? Upsert(type) : Removal();

    private void Take(OptionType type, ChainLeg? leg, long version)
    {
        if (leg is null && _legs[(int)type] is not null)
            _goneAt[(int)type] = version;
        _names[(int)type] = leg?.Symbol ?? _names[(int)type];
        _legs[(int)type] = leg;
    }

    private ReadOnlyMemory<byte> Upsert(OptionType? type) => StandingMessages.Chain("Upsert", this, writer =>
        ChainJson.WriteRow(
            writer,
            Index,
            key.Strike,
            type == OptionType.Put ? null : _legs[(int)OptionType.Call],
            type == OptionType.Call ? null : _legs[(int)OptionType.Put]));

    private ReadOnlyMemory<byte> Removal() => StandingMessages.Chain("Remove", this, writer =>
        ChainJson.WriteRow(writer, null, key.Strike, null, null));
}
