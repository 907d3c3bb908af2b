using System.Net.WebSockets;
using Microsoft.Net.Http.Headers;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// permessage-deflate as sockets get it. Neither side keeps a window between messages: a socket that is silent holds
/// none, and what is compressed together is one message. What is one client's own is not compressed at all, so that
/// nobody learns of it by a length, whatever he adds to it.
/// </summary>
internal static class Compression
{
    private const string Extension = "permessage-deflate";
    private const string NoWindow = "client_no_context_takeover";

    /// <summary>How a socket is accepted: one that does not offer to compress is not compressed.</summary>
    /// <param name="request">The socket's request, whose offer is narrowed.</param>
    /// <param name="isOn">Compression is what the operator wants.</param>
    public static WebSocketAcceptContext Accept(HttpRequest request, bool isOn)
    {
        if (isOn && request.Headers.SecWebSocketExtensions.Count > 0)
            request.Headers.SecWebSocketExtensions = Array.ConvertAll(
                request.Headers.GetCommaSeparatedValues(HeaderNames.SecWebSocketExtensions), WithoutWindow);
        return new WebSocketAcceptContext { DangerousEnableCompression = isOn, DisableServerContextTakeover = true };
    }

    /// <summary>How a message is sent.</summary>
    public static WebSocketMessageFlags FlagsOf(MessageClass kind) =>
        kind is MessageClass.ReplaceablePublic or MessageClass.OrderedPublic
            ? WebSocketMessageFlags.EndOfMessage
            : WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression;

    /// <summary>A server may ask this of a client whose offer does not say it (RFC 7692 §7.1.1.2); ASP.NET asks for
    /// what the offer says.</summary>
    private static string WithoutWindow(string offer)
    {
        string[] parameters = offer.Split(';', StringSplitOptions.TrimEntries);
        return parameters[0] == Extension && !parameters.Contains(NoWindow) ? $"{offer}; {NoWindow}" : offer;
    }
}
