using System.Collections.Concurrent;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Which generation of a key's number is good: the first that its wallet has never revoked. An engine forgets a dead
/// agent after some days and may then be told to approve it again; the history does not forget, and neither does a
/// secret that somebody has seen.
/// </summary>
internal sealed class KeyGenerations
{
    private readonly ConcurrentDictionary<(WalletAddress Wallet, WalletAddress Agent), bool> _revoked = new();
    private readonly ApiKeys _keys;
    private readonly PastReads _past;
    private readonly AccountDirectory _accounts;
    private readonly SequenceClock _clock;

    public KeyGenerations(
        ApiKeys keys, PastReads past, RevokedAgents revoked, AccountDirectory accounts, SequenceClock clock)
    {
        (_keys, _past, _accounts, _clock) = (keys, past, accounts, clock);
        revoked.Told += (wallet, agent) => Remember()[(wallet, agent)] = true;
    }

    /// <summary>The name under which a wallet gets the key of a number now.</summary>
    public async Task<KeyName> CurrentAsync(WalletAddress wallet, int index, CancellationToken cancellation)
    {
        HistoryPage<KeyName> page = await _past.ReadAsync(
            _clock.Known,
            reader =>
            {
                // What was revoked before a history's begin it cannot tell: it begins with numbers of its own, which
                // are sequences, so that none of them was revoked before.
                var first = new KeyName(wallet, index, reader.Mark().Since);
                KeyName good = FindGood(first, name => IsRevoked(reader, name));
                // As of the last read: a history that was taken away before it tells of no revocation.
                return new HistoryPage<KeyName>(reader.Mark(), [good]);
            },
            cancellation);
        var oldest = new KeyName(wallet, index);
        return page.Mark.Since > 0 && await LivesAsync(oldest, cancellation) ? oldest : page.Rows[0];
    }

    /// <summary>Refuses a key whose agent was revoked, though the engine has been told to approve it again.</summary>
    /// <exception cref="RefusedException">It was.</exception>
    public async ValueTask RequireGoodAsync(WalletAddress wallet, WalletAddress agent, CancellationToken cancellation)
    {
        if (!_revoked.TryGetValue((wallet, agent), out bool isRevoked))
            isRevoked = await LearnAsync(wallet, agent, cancellation);
        if (isRevoked)
            throw new RefusedException(GatewayError.NotAuthorized(
                $"the key {agent} was revoked: GET /api-key tells which takes its place"));
    }

    /// <summary>Where it is remembered; what is forgotten is asked for again.</summary>
    private ConcurrentDictionary<(WalletAddress Wallet, WalletAddress Agent), bool> Remember()
    {
        AccountDirectory.Bound(_revoked);
        return _revoked;
    }

    private async Task<bool> LearnAsync(WalletAddress wallet, WalletAddress agent, CancellationToken cancellation)
    {
        try
        {
            bool isRevoked = (await _past.ReadOwnAsync(
                0, reader => reader.Revocation(wallet, agent), cancellation)).Rows.Count > 0;
            // What was told meanwhile, and is not stored yet, stands.
            return Remember().GetOrAdd((wallet, agent), isRevoked);
        }
        catch (RefusedException)
        {
            // A history that is being made anew ends nobody's trading: until it is there the engine alone decides.
            return false;
        }
    }

    /// <summary>
    /// A generation that is not revoked and follows one that is, or the first: by doubling steps, so that a wallet that
    /// has revoked many costs little more.
    /// </summary>
    private static KeyName FindGood(KeyName first, Func<KeyName, bool> isRevoked)
    {
        if (!isRevoked(first))
            return first;
        (long bad, long step) = (first.Generation, 1);
        while (isRevoked(first with { Generation = bad + step }))
            (bad, step) = (bad + step, step * 2);
        long good = bad + step;
        while (good - bad > 1)
        {
            long middle = bad + (good - bad) / 2;
            if (isRevoked(first with { Generation = middle }))
                bad = middle;
            else
                good = middle;
        }

        return first with { Generation = good };
    }

    /// <summary>A key from before the history's begin that the wallet still has needs no other in its place.</summary>
    private async Task<bool> LivesAsync(KeyName name, CancellationToken cancellation)
    {
        WalletAddress agent = _keys.AgentOf(name);
        return (await _accounts.AgentsOfAsync(name.Wallet, cancellation)).Contains(agent)
            && (await _past.ReadAsync(
                _clock.Known, reader => reader.Revocation(name.Wallet, agent), cancellation)).Rows.Count == 0;
    }

    private bool IsRevoked(HistoryReader reader, KeyName name) =>
        reader.Revocation(name.Wallet, _keys.AgentOf(name)).Rows.Count > 0;
}
