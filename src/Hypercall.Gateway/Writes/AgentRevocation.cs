using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Gateway.Writes;

/// <summary>
/// Revokes all agents of who signed: the first with his nonce, and once that is accepted the others as a trusted host.
/// It is not atomic. Whoever repeats it after some are gone is told to sign anew: an old signature must not revoke
/// agents that were approved after it.
/// </summary>
internal sealed class AgentRevocation(WriteDesk desk, AccountDirectory accounts)
{
    /// <summary>Revokes them.</summary>
    /// <returns>What came of the first.</returns>
    public async Task<Executed> RevokeAsync(SignedWrite write, Sender sender, CancellationToken cancellation)
    {
        IReadOnlyList<WalletAddress> agents = [];
        Executed first = await desk.ExecuteAsync(
            write,
            sender,
            async wallet =>
            {
                agents = await accounts.AgentsOfAsync(wallet, cancellation);
                return agents.Count > 0 ? new RevokeAgent(wallet, agents[0]) : new NonceAdvance();
            },
            cancellation);
        if (first.Outcome.Rejection.Code == RejectCode.RequestIdReused)
            throw new RefusedException(GatewayError.Conflict("this was executed before; sign it with a new nonce"));
        if (first.Outcome is { Accepted: true, Duplicate: false })
            await RevokeOthersAsync(write, first.Wallet, agents, sender);
        return first;
    }

    private async Task RevokeOthersAsync(
        SignedWrite write, WalletAddress wallet, IReadOnlyList<WalletAddress> agents, Sender sender)
    {
        for (int index = 1; index < agents.Count; index++)
        {
            SubmissionResult result = await desk.SubmitTrustedAsync(
                wallet, new RevokeAgent(wallet, agents[index]), IdOf(write.Digest, index), sender.ReceivedAtMs);
            if (result.Status != SubmissionStatus.Executed)
                throw new RefusedException(WriteDesk.ErrorOf(result) with
                {
                    Text = $"{index} of {agents.Count} agents are revoked; sign it with a new nonce for the others",
                });
        }
    }

    private static RequestId IdOf(in Digest256 digest, int index)
    {
        Span<byte> bytes = stackalloc byte[Keccak.Length + sizeof(int)];
        digest.CopyTo(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[Keccak.Length..], index);
        return new Digest256(Keccak.Hash(bytes)).ToRequestId();
    }
}
