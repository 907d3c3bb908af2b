using System.Collections.Concurrent;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Who may sign for whom, from the follower's engine: a rejected command is journaled, so that who may not sign must be
/// refused before the engine. A wallet that is known stays known; an agent is asked for again each second, the engine
/// having the last word on who was revoked meanwhile. Nobody is refused before the replica has seen all that is known
/// to be published.
/// </summary>
internal sealed class AccountDirectory(GatewayVenue venue, SequenceClock clock, GatewayOptions options)
{
    private const int MostRemembered = 100_000;
    private const long AgentMemoryMs = 1_000;
    private const long TierMemoryMs = 10_000;
    private const long RetryMs = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<WalletAddress, bool> _known = new();
    private readonly ConcurrentDictionary<(WalletAddress Wallet, WalletAddress Agent), long> _agents = new();
    private readonly ConcurrentDictionary<WalletAddress, (string? Tier, long UntilMs)> _tiers = new();

    /// <summary>Refuses a signer who may not act for a wallet, and a wallet that nothing ever happened to.</summary>
    /// <param name="byWalletAlone">True: its agents may not do it either.</param>
    /// <exception cref="RefusedException">He may not, or it is not known yet.</exception>
    public async ValueTask RequireAsync(
        WalletAddress wallet, WalletAddress signer, bool byWalletAlone, CancellationToken cancellation)
    {
        if (signer == wallet && _known.ContainsKey(wallet))
            return;
        if (signer != wallet && byWalletAlone)
            throw new RefusedException(GatewayError.NotAuthorized($"only {wallet} itself may sign this, not {signer}"));
        if (signer != wallet && _agents.TryGetValue((wallet, signer), out long until) && until > options.NowMs)
            return;
        AgentsAnswer agents = await AskAsync<AgentsAnswer>(
            EngineQuestion.AboutAgents(wallet), answer => MaySign(answer, wallet, signer), cancellation);
        if (!agents.IsKnown)
            throw new RefusedException(GatewayError.UnknownWallet($"nothing has ever happened to wallet {wallet}"));
        if (!MaySign(agents, wallet, signer))
            throw new RefusedException(GatewayError.NotAuthorized($"{signer} may not sign for {wallet}"));
        Remember(wallet, signer);
    }

    /// <summary>A wallet's tier, or null.</summary>
    public async ValueTask<string?> TierOfAsync(WalletAddress wallet, CancellationToken cancellation)
    {
        if (_tiers.TryGetValue(wallet, out (string? Tier, long UntilMs) known) && known.UntilMs > options.NowMs)
            return known.Tier;
        WalletAnswer answer = await AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), static _ => true, cancellation);
        Bound(_tiers);
        _tiers[wallet] = (answer.Wallet?.Tier, options.NowMs + TierMemoryMs);
        return answer.Wallet?.Tier;
    }

    /// <summary>Agents of a wallet that are alive, in the order of their approval.</summary>
    public async ValueTask<IReadOnlyList<WalletAddress>> AgentsOfAsync(
        WalletAddress wallet, CancellationToken cancellation)
    {
        AgentsAnswer agents = await AskAsync<AgentsAnswer>(
            EngineQuestion.AboutAgents(wallet), static _ => false, cancellation);
        return [.. agents.Agents.Select(agent => agent.Agent)];
    }

    /// <summary>When a wallet's dead-man's switch fires; null: it is not armed.</summary>
    public async ValueTask<long?> TimerOfAsync(WalletAddress wallet, CancellationToken cancellation)
    {
        WalletAnswer answer = await AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), static _ => false, cancellation);
        return answer.Wallet?.CancelAllAtMs;
    }

    private static bool MaySign(AgentsAnswer answer, WalletAddress wallet, WalletAddress signer) =>
        answer.IsKnown && (signer == wallet || answer.Agents.Any(agent => agent.Agent == signer));

    private void Remember(WalletAddress wallet, WalletAddress signer)
    {
        Bound(_known);
        _known[wallet] = true;
        if (signer == wallet)
            return;
        Bound(_agents);
        _agents[(wallet, signer)] = options.NowMs + AgentMemoryMs;
    }

    /// <summary>What is forgotten is asked for again.</summary>
    internal static void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> memory)
        where TKey : notnull
    {
        if (memory.Count >= MostRemembered)
            memory.Clear();
    }

    /// <summary>An answer that will do as it is, or one as of all that is known to be published.</summary>
    private async Task<T> AskAsync<T>(EngineQuestion question, Func<T, bool> willDo, CancellationToken cancellation)
        where T : EngineAnswer
    {
        ReplicaAnswer first = await AskOnceAsync(question, clock.Known, cancellation);
        if (first.Answer is T early && willDo(early))
            return early;
        long published = await PublishedAsync(cancellation);
        clock.Hear(published);
        ReplicaAnswer second = first.Answer is not null && first.Standing.Sequence >= published
            ? first
            : await AskOnceAsync(question, published, cancellation);
        return second.Answer as T ?? throw new RefusedException(GatewayError.Unavailable(
            "ViewRepairing", "the gateway's copy of the engine has not caught up", RetryMs));
    }

    private Task<ReplicaAnswer> AskOnceAsync(EngineQuestion question, long sequence, CancellationToken cancellation) =>
        AskViewAsync<ReplicaAnswer>(
            "follower", new QueryReplica(venue.Partition, 0, sequence, question), cancellation);

    /// <summary>The last sequence that this system's views have heard of.</summary>
    private async Task<long> PublishedAsync(CancellationToken cancellation)
    {
        ViewStatus status = await AskViewAsync<ViewStatus>("market", new QueryView(), cancellation);
        return Math.Max(status.KnownSequence, clock.Known);
    }

    private async Task<T> AskViewAsync<T>(string view, object question, CancellationToken cancellation)
        where T : class =>
        await venue.View(view).TryAskAsync<T>(question, Patience, cancellation)
            ?? throw new RefusedException(GatewayError.Unavailable(
                "ViewRepairing", "the gateway's views do not answer", RetryMs));
}
