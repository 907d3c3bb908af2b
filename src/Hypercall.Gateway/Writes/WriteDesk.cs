using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Gateway.Writes;

/// <summary>
/// Takes a signed write to the engine: who signed, whether he may, whether his limit holds it. Whatever fails before
/// the engine leaves no trace in the journal. Safe for use from several threads.
/// </summary>
internal sealed class WriteDesk(
    SignerDoor door,
    AccountDirectory accounts,
    RateLimits limits,
    EngineClients clients,
    TimerOwners timers,
    SequenceClock clock)
{
    private const long LeastRetryMs = 100;

    /// <summary>Executes one write.</summary>
    /// <param name="sender">From which address it came, when.</param>
    /// <param name="cancellation">Ends the waits before the engine has it; never its execution.</param>
    /// <exception cref="RefusedException">It has no outcome of the engine.</exception>
    public async Task<Executed> ExecuteAsync(SignedWrite write, Sender sender, CancellationToken cancellation) =>
        await await StartAsync(write, sender, cancellation);

    /// <summary>As above, in two steps: it is on its way to the engine when the first is done.</summary>
    public async Task<Task<Executed>> StartAsync(SignedWrite write, Sender sender, CancellationToken cancellation)
    {
        WalletAddress signer = await AdmitAsync(write, cancellation);
        WalletAddress wallet = write.Wallet ?? signer;
        EngineCommand command = write.Command(wallet);
        if (command is CancelAllAfter && timers.IsGuarded(wallet))
            throw new RefusedException(GatewayError.Conflict("a socket of the wallet guards it: CancelOnDisconnect"));
        RateBucket? bucket = await ChargeAsync(write, SentOf(write), (wallet, signer), sender, cancellation);
        return SubmitAsync(write, ValueTask.FromResult(command), (wallet, signer), bucket, sender);
    }

    /// <summary>Executes a write whose command is made once the signer is known, who acts for himself.</summary>
    public async Task<Executed> ExecuteAsync(
        SignedWrite write,
        Sender sender,
        Func<WalletAddress, ValueTask<EngineCommand>> command,
        CancellationToken cancellation)
    {
        WalletAddress signer = await AdmitAsync(write, cancellation);
        RateBucket? bucket = await ChargeAsync(write, SentOf(write), (signer, signer), sender, cancellation);
        return await SubmitAsync(write, command(signer), (signer, signer), bucket, sender);
    }

    /// <summary>A command of the gateway itself, a trusted host, on behalf of a wallet that has proved to be
    /// there.</summary>
    public async Task<SubmissionResult> SubmitTrustedAsync(
        WalletAddress wallet, EngineCommand command, RequestId id, long firstSentMs)
    {
        SubmissionResult result = await clients.Of(wallet).SubmitAsync(
            new ClientRequest(command, id, FirstSentMs: firstSentMs));
        if (result.Outcome is { } outcome)
            clock.Hear(outcome.Sequence);
        return result;
    }

    /// <summary>
    /// A command of an API key, whose agent the engine is told as its signer: so it has the last word on whether the
    /// key still counts. It is on its way to the engine when this is done.
    /// </summary>
    public async Task<(Task<ApplyOutput> Executing, RateBucket Bucket)> StartForAgentAsync(
        WalletAddress wallet,
        WalletAddress agent,
        EngineCommand command,
        RequestId id,
        RateClass kind,
        Sender sender,
        CancellationToken cancellation)
    {
        await accounts.RequireAsync(wallet, agent, byWalletAlone: false, cancellation);
        string? tier = kind == RateClass.Exits ? null : await accounts.TierOfAsync(wallet, cancellation);
        RateBucket bucket = limits.TakeForSigner(kind, agent, tier, cost: 1);
        limits.GiveBack(sender.Address);
        return (SubmitAsync(new ClientRequest(command, id, agent, null, sender.ReceivedAtMs), agent), bucket);
    }

    /// <summary>Who signed, if he may.</summary>
    private async ValueTask<WalletAddress> AdmitAsync(SignedWrite write, CancellationToken cancellation)
    {
        WalletAddress signer = await door.RecoverAsync(write.Digest, write.Signature, cancellation);
        await accounts.RequireAsync(write.Wallet ?? signer, signer, write.ByWalletAlone, cancellation);
        return signer;
    }

    /// <summary>What the gateway does by itself for who signed it.</summary>
    /// <returns>What it is counted against; null: its address alone.</returns>
    public async Task<RateBucket?> AdmitAndChargeAsync(SignedWrite write, Sender sender, CancellationToken cancellation)
    {
        WalletAddress signer = await AdmitAsync(write, cancellation);
        // The engine does not spend its nonce.
        SentWrite sent = SentOf(write) with { Nonce = null };
        return await ChargeAsync(write, sent, (write.Wallet ?? signer, signer), sender, cancellation);
    }

    /// <summary>
    /// Whoever has seen a signed body can send it again: that costs his address, and not the signer his exits. Only
    /// what is counted against a signer no longer counts against its address.
    /// </summary>
    private async ValueTask<RateBucket?> ChargeAsync(
        SignedWrite write,
        SentWrite sent,
        (WalletAddress Wallet, WalletAddress Signer) who,
        Sender sender,
        CancellationToken cancellation)
    {
        string? tier = write.Class == RateClass.Exits ? null : await accounts.TierOfAsync(who.Wallet, cancellation);
        RateBucket? bucket = limits.TakeForWrite(sent, write.Class, who.Signer, tier, write.Cost);
        if (bucket is not null)
            limits.GiveBack(sender.Address);
        return bucket;
    }

    private static SentWrite SentOf(SignedWrite write) =>
        new(write.Digest.ToRequestId(), write.HasConfigNonce ? null : write.Nonce);

    private async Task<Executed> SubmitAsync(
        SignedWrite write,
        ValueTask<EngineCommand> command,
        (WalletAddress Wallet, WalletAddress Signer) who,
        RateBucket? bucket,
        Sender sender)
    {
        SentWrite sent = SentOf(write);
        ApplyOutput outcome;
        try
        {
            outcome = await SubmitAsync(
                new ClientRequest(await command, sent.Id, who.Signer, sent.Nonce, sender.ReceivedAtMs), who.Signer);
        }
        catch when (bucket is not null)
        {
            limits.Forget(sent, write.Class, who.Signer);
            throw;
        }

        if (bucket is { } taken && IsOld(outcome))
            Return(write, sent, who.Signer, taken, sender, outcome);
        return new Executed(write, who.Wallet, who.Signer, sent.Id, outcome, bucket);
    }

    /// <summary>Takes back what a repetition has cost its signer that was not known as one.</summary>
    private void Return(
        SignedWrite write, in SentWrite sent, WalletAddress signer, in RateBucket taken, Sender sender,
        ApplyOutput outcome)
    {
        limits.GiveBack(signer, taken, write.Cost);
        limits.TakeForAddress(sender.Address);
        bool isAhead = outcome.Rejection.Code == RejectCode.NonceOutOfBounds && sent.Nonce > outcome.TimestampMs;
        if (isAhead)
            limits.Forget(sent, write.Class, signer);
    }

    private static bool IsOld(ApplyOutput outcome) => outcome.Duplicate || outcome.Rejection.Code
        is RejectCode.NonceReused or RejectCode.NonceTooLow or RejectCode.NonceOutOfBounds
        or RejectCode.RequestIdReused or RejectCode.OutcomeForgotten
        || outcome.Rejection is { Code: RejectCode.InvalidConfigNonce, Arguments: var nonce }
        && nonce.First < nonce.Second;

    private async Task<ApplyOutput> SubmitAsync(ClientRequest request, WalletAddress signer)
    {
        SubmissionResult result = await clients.Of(signer).SubmitAsync(request);
        if (result.Status != SubmissionStatus.Executed || result.Outcome is not { } outcome)
            throw new RefusedException(ErrorOf(result) with { RequestId = request.RequestId?.ToString() });
        clock.Hear(outcome.Sequence);
        return outcome;
    }

    /// <summary>What a submission without an outcome is answered.</summary>
    public static GatewayError ErrorOf(SubmissionResult result) => result.Status switch
    {
        SubmissionStatus.OutcomeUnknown => GatewayError.OutcomeUnknown(
            "nobody knows whether it was executed; the identical request gets the true outcome"),
        SubmissionStatus.TooLarge => GatewayError.TooLarge("the command is larger than a record"),
        SubmissionStatus.NotEncodable => GatewayError.TooLarge($"the command cannot be encoded: {result.Refusal}"),
        SubmissionStatus.NotExecuted => Busy("NotExecuted", result),
        SubmissionStatus.EngineBusy => Busy("EngineBusy", result),
        SubmissionStatus.EngineRecovering => Busy("EngineRecovering", result),
        _ => Busy("EngineStopped", result),
    };

    private static GatewayError Busy(string code, SubmissionResult result) => GatewayError.Unavailable(
        code, "the command was not executed; send it again", Math.Max(LeastRetryMs, result.RetryAfterMs));
}

/// <summary>Where and when a write came from.</summary>
/// <param name="ReceivedAtMs">When it was first sent, at the latest; ms since the epoch.</param>
internal readonly record struct Sender(string Address, long ReceivedAtMs);
