using System.Globalization;
using System.Text;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Names of a cluster's hosts in journals: the host's own name and where it is reached, NAME@HOST:PORT, so that whoever
/// finds it there can ask whether it lives.
/// </summary>
internal static class HostNames
{
    /// <summary>
    /// A node's name: its own is cut where both do not fit; where the address alone does not, it is left out.
    /// </summary>
    public static string Of(string hostId, Address node)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"@{node.Host}:{node.Port}");
        int room = JournalRecordCodec.MaxIdBytes - Encoding.UTF8.GetByteCount(at);
        if (room < 1)
            return hostId;
        while (Encoding.UTF8.GetByteCount(hostId) > room)
            hostId = hostId[..(hostId.Length - (char.IsLowSurrogate(hostId[^1]) ? 2 : 1))];
        return hostId + at;
    }

    /// <summary>Where a host is reached; null where its name does not say.</summary>
    /// <param name="name">The name; null: unknown.</param>
    /// <param name="like">An address of the same protocol and system.</param>
    public static Address? AddressOf(string? name, Address like)
    {
        int at = name?.LastIndexOf('@') ?? -1;
        int colon = name?.LastIndexOf(':') ?? -1;
        return at >= 0
            && colon > at + 1
            && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
                ? like.WithHost(name![(at + 1)..colon]).WithPort(port)
                : null;
    }
}
