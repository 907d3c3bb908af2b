namespace Hypercall.Cli.Demo.Cluster;

/// <summary>What a client was told of one command.</summary>
/// <param name="Request">The command's request id.</param>
/// <param name="Executed">The sequence at which it was executed.</param>
/// <param name="Answered">The sequence of the try that was answered; another one where that was a repetition.</param>
/// <param name="Hash">The state's hash after that.</param>
internal readonly record struct Acknowledgement(RequestId Request, long Executed, long Answered, Hash256 Hash)
{
    /// <summary>What an outcome acknowledges.</summary>
    public static Acknowledgement Of(RequestId request, ApplyOutput outcome) =>
        new(request, outcome.First?.Sequence ?? outcome.Sequence, outcome.Sequence, outcome.Hash);
}
