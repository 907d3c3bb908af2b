using Hypercall.Engine.Commands;

namespace Hypercall.Actors.Transfers;

/// <summary>One transfer at a desk: what its events say of it, and who waits for its end.</summary>
/// <param name="request">The event that began it.</param>
internal sealed class Transfer(TransferRequested request)
{
    private long _stepBeganMs = request.TakenMs;
    private RejectCode _code;

    /// <summary>Who asked since the desk started, each with the token of the request.</summary>
    public HashSet<(IActorRef Asker, long Token)> Waiting { get; } = [];

    public RequestId Id => request.Id;

    public long Number => request.Number;

    public TransferState State { get; private set; }

    /// <summary>True while the desk has steps to make for it.</summary>
    public bool IsUnderWay => State is TransferState.Withdrawing or TransferState.Depositing;

    /// <summary>The step at which it got stuck.</summary>
    public TransferState StuckAt { get; private set; }

    /// <summary>
    /// True once the answer to a step under the request id has been forgotten: number and digest then keep the step
    /// from being made twice (risk.md §A1). Not where the id is another command's: that may be this transfer under an
    /// earlier number, which a new one does not keep from being made again.
    /// </summary>
    public bool WithoutRequestId { get; set; }

    /// <summary>What an operator is told of it while it is stuck.</summary>
    public StuckTransfer Stuck(string from, string to) =>
        new(from, to, request.Id, Number, StuckAt, _code, request.Wallet, request.Amount);

    /// <summary>The answer to a request.</summary>
    public TransferStatus StatusFor(long token) =>
        new(token, request.Id, Number, State, _code, request.Wallet, request.Amount);

    public void Advance(TransferAdvanced advanced)
    {
        if (advanced.State == TransferState.Stuck)
            StuckAt = State;
        State = advanced.State;
        _code = advanced.Code;
        _stepBeganMs = advanced.AtMs;
        WithoutRequestId = false;
    }

    /// <summary>The step to be made now, under the same ids at each try.</summary>
    /// <param name="source">The desk's name at both partitions, which nobody else numbers under.</param>
    public ClientRequest Step(string source)
    {
        EngineCommand command = State == TransferState.Withdrawing
            ? new CashWithdrawalUpdate(request.Wallet, request.Amount, source, Number)
            : new DepositUpdate(request.Wallet, request.Amount, source, Number);
        return WithoutRequestId
            ? new ClientRequest(command)
            : new ClientRequest(command, request.Id, FirstSentMs: _stepBeganMs);
    }
}
