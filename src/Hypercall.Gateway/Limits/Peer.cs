using System.Net;

namespace Hypercall.Gateway.Limits;

/// <summary>Who is counted as one address: an IPv4 address, of IPv6 the network that one customer gets.</summary>
internal static class Peer
{
    private const int NetworkBytes = 8;

    public static string AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? TextOf(address) : "";

    /// <summary>Who is counted as one reader: the wallet that a request has proved, else its address.</summary>
    public static string ReaderOf(HttpContext context) =>
        context.Items.TryGetValue(typeof(Peer), out object? reader) ? (string)reader! : AddressOf(context);

    /// <summary>The reader whose request this is; null: nobody's.</summary>
    public static string? ReaderOf(IHttpContextAccessor request) =>
        request.HttpContext is { } context ? ReaderOf(context) : null;

    /// <summary>A request has proved to come from a wallet.</summary>
    public static void SetReader(HttpContext context, WalletAddress wallet) =>
        context.Items[typeof(Peer)] = wallet.ToString();

    public static string TextOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            return address.ToString();
        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes).ToString();
    }
}
