namespace Hypercall.Cli.Bench;

/// <summary>How orders go to a gateway that is measured.</summary>
internal enum LoadKind
{
    /// <summary>One in a request, one request at a time on each connection.</summary>
    Rest,

    /// <summary>One in a message, many unanswered on each socket.</summary>
    Socket,

    /// <summary>Fifty in a request with one signature.</summary>
    Bulk,

    /// <summary>From one client, each changing a book that a thousand sockets subscribe to.</summary>
    Subscribers,
}
