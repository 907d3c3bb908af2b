using Hypercall.Engine.Domain;
using Hypercall.Gateway.Answers;

namespace Hypercall.Gateway.Accounts;

/// <summary>What writes need to know of wallets before anything goes to the engine.</summary>
internal interface IAccountDirectory
{
    /// <summary>Refuses a signer who may not act for a wallet, and a wallet that nothing ever happened to.</summary>
    /// <param name="wallet">Who is acted for.</param>
    /// <param name="signer">Who signed.</param>
    /// <param name="byWalletAlone">True: its agents may not do it either.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">He may not, or it is not known yet.</exception>
    ValueTask RequireAsync(
        WalletAddress wallet, WalletAddress signer, bool byWalletAlone, CancellationToken cancellation);

    /// <summary>A wallet's tier, or null.</summary>
    ValueTask<string?> TierOfAsync(WalletAddress wallet, CancellationToken cancellation);

    /// <summary>Agents of a wallet that are alive, in the order of their approval.</summary>
    ValueTask<IReadOnlyList<WalletAddress>> AgentsOfAsync(WalletAddress wallet, CancellationToken cancellation);

    /// <summary>When a wallet's dead-man's switch fires; null: it is not armed.</summary>
    ValueTask<long?> TimerOfAsync(WalletAddress wallet, CancellationToken cancellation);
}
