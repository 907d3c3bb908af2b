using System.Collections.Immutable;
using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Keeps since when each suspicion of each member lasts; one that ends for a moment begins anew.</summary>
internal sealed class MemberWatch(Address self)
{
    /// <summary>Engines notice one death within this of each other; it is counted from the first who does.</summary>
    private const long NoticedWithinMs = 1_000;

    private readonly Suspicion _unreachable = new();
    private readonly Suspicion _lost = new();
    private readonly Suspicion _unheard = new();
    private bool _hadEngine;
    private long? _orphanedSinceMs;

    /// <summary>Takes the cluster's present state.</summary>
    /// <param name="complaints">For each unreachable member, by whom.</param>
    /// <param name="isHeard">Whether this node itself hears from a member.</param>
    /// <param name="nowMs">A clock that never goes back.</param>
    /// <returns>The members in the order of their addresses.</returns>
    public IReadOnlyList<MemberView> Observe(
        ClusterEvent.CurrentClusterState state,
        IReadOnlyDictionary<UniqueAddress, ImmutableHashSet<UniqueAddress>> complaints,
        Func<Address, bool> isHeard,
        long nowMs)
    {
        Member[] byAge = [.. state.Members.Order(Comparer<Member>.Create(CompareAge))];
        Member[] voices = [.. state.Members.Where(member => IsVoice(member, isHeard))];
        _unreachable.KeepOnly(state.Members);
        _lost.KeepOnly(state.Members);
        _unheard.KeepOnly(state.Members);
        return [.. state.Members.Select(member => View(member, Array.IndexOf(byAge, member)))];

        MemberView View(Member member, int age)
        {
            bool isUnheard = member.Address != self && !isHeard(member.Address);
            ImmutableHashSet<UniqueAddress> by = complaints.GetValueOrDefault(member.UniqueAddress, []);
            bool isLost = voices.All(voice => voice.Equals(member) || by.Contains(voice.UniqueAddress)
                || (voice.Address == self && isUnheard));
            return ViewOf(member, state.Unreachable.Contains(member), isLost, isUnheard, nowMs) with { Age = age };
        }
    }

    /// <summary>Since when this node, no engine, is left without any; null if it is not, or never had one.</summary>
    public long? OrphanedMs(IReadOnlyList<MemberView> members, long nowMs)
    {
        bool hasEngine = members.Any(member => member.IsEngine && member.Counts);
        _hadEngine |= hasEngine;
        _orphanedSinceMs = hasEngine || !_hadEngine ? null : _orphanedSinceMs ?? nowMs;
        return nowMs - _orphanedSinceMs;
    }

    /// <summary>Engines in office that this node hears, and the node itself: who is lost, is lost to all of them.
    /// </summary>
    private bool IsVoice(Member member, Func<Address, bool> isHeard) =>
        member.Address == self
        || (member.HasRole(ClusterRoles.Engine)
            && member.Status is MemberStatus.Up or MemberStatus.Leaving
            && isHeard(member.Address));

    private MemberView ViewOf(Member member, bool isUnreachable, bool isLost, bool isUnheard, long nowMs)
    {
        bool isSelf = member.Address == self;
        UniqueAddress node = member.UniqueAddress;
        long? unreachableMs = _unreachable.LastsMs(node, isUnreachable && !isSelf, nowMs);
        long? lostMs = _lost.LastsMs(node, isUnreachable && isLost && !isSelf, nowMs);
        return new MemberView
        {
            Node = node,
            IsEngine = member.HasRole(ClusterRoles.Engine),
            IsSelf = isSelf,
            Status = member.Status,
            UnreachableMs = unreachableMs,
            LostMs = lostMs is null ? null : Math.Min(unreachableMs!.Value, lostMs.Value + NoticedWithinMs),
            UnheardMs = _unheard.LastsMs(node, isUnheard, nowMs),
        };
    }

    private static int CompareAge(Member left, Member right) =>
        left.Equals(right) ? 0 : left.IsOlderThan(right) ? -1 : 1;

    private sealed class Suspicion
    {
        private readonly Dictionary<UniqueAddress, long> _sinceMs = [];

        public long? LastsMs(UniqueAddress node, bool holds, long nowMs)
        {
            if (!holds)
            {
                _sinceMs.Remove(node);
                return null;
            }

            _sinceMs.TryAdd(node, nowMs);
            return nowMs - _sinceMs[node];
        }

        public void KeepOnly(IEnumerable<Member> members)
        {
            HashSet<UniqueAddress> kept = [.. members.Select(member => member.UniqueAddress)];
            foreach (UniqueAddress gone in _sinceMs.Keys.Where(node => !kept.Contains(node)).ToArray())
                _sinceMs.Remove(gone);
        }
    }
}
