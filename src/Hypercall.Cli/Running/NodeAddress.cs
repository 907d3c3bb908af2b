namespace Hypercall.Cli.Running;

/// <summary>Addresses of nodes as they stand on the command line: HOST:PORT.</summary>
internal static class NodeAddress
{
    /// <summary>Name of every node's actor system.</summary>
    public const string SystemName = "hypercall";

    /// <summary>A host's name or address as it stands in a node's address.</summary>
    /// <exception cref="InputException">The text is neither.</exception>
    public static string Host(string text) => Uri.CheckHostName(text) switch
    {
        UriHostNameType.Unknown => throw new InputException(text, "is no name or address of a host"),
        UriHostNameType.IPv6 when text[0] != '[' => $"[{text}]",
        _ => text,
    };

    /// <summary>The address of a node.</summary>
    /// <param name="text">HOST:PORT.</param>
    /// <param name="isEncrypted">Whether nodes have certificates, which Akka shows in the address.</param>
    /// <exception cref="InputException">The text is no HOST:PORT.</exception>
    public static Address Parse(string text, bool isEncrypted)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= ushort.MaxValue
                ? new Address(isEncrypted ? "akka.ssl.tcp" : "akka.tcp", SystemName, Host(text[..colon]), port)
                : throw new InputException(text, "is no node's address, expected HOST:PORT");
    }
}
