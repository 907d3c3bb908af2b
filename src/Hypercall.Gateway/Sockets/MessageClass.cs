namespace Hypercall.Gateway.Sockets;

/// <summary>What may become of a message that its receiver is too slow for (gateway.md §6).</summary>
internal enum MessageClass
{
    /// <summary>The next one of its key takes its place.</summary>
    ReplaceablePublic,

    /// <summary>None may be missing; a new snapshot mends it.</summary>
    OrderedPublic,

    /// <summary>None may be missing; it can be read over REST.</summary>
    PrivateDurable,

    /// <summary>As above: the answer to a command.</summary>
    CommandResult,

    /// <summary>The next one of its key takes its place; of the wallet alone.</summary>
    ReplaceablePrivate,
}
