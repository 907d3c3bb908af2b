namespace Hypercall.Cli;

/// <summary>The exit codes of every verb (operations.md §Exit codes).</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The check failed; of verbs that talk to a cluster: not now.</summary>
    public const int CheckFailed = 1;

    /// <summary>Bad usage or input; one line on standard error says where and what.</summary>
    public const int BadInput = 2;

    /// <summary>
    /// The journal is damaged, owned by another process, or cannot be read or written; a partition is stopped.
    /// </summary>
    public const int JournalUnusable = 3;

    /// <summary>Nobody reads standard output any more; a shell says the same of a program that SIGPIPE ends.</summary>
    public const int Unread = 128 + 13;
}
