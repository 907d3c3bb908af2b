namespace Hypercall.Akka.Node;

/// <summary>The exit codes of every verb.</summary>
internal static class ExitCode
{
    /// <summary>Done; of <c>health</c>: every partition asked for is ready.</summary>
    public const int Done = 0;

    /// <summary>
    /// Not now: a command got no outcome, a partition is recovering or moving, a node left its cluster by itself.
    /// </summary>
    public const int NotReady = 1;

    /// <summary>Bad usage, setting or input; one line on standard error says where and what.</summary>
    public const int BadInput = 2;

    /// <summary>A partition stays down until an operator acts; <c>health</c> prints the cause.</summary>
    public const int Down = 3;

    /// <summary>No node answered.</summary>
    public const int NoAnswer = 4;
}
