using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>Who owns, where, by which clock, and what others remember of the journal.</summary>
internal sealed partial class SimWorld
{
    private const int Nodes = 3;
    private const long MostClockDifferenceMs = 1_000;
    private const int ClockCheckMs = 1_000;
    private readonly List<SimNode> _nodes = [];
    private SimNode? _lastOwner;
    private bool _acceptsLoss;

    /// <summary>What others remember of the journal.</summary>
    public JournalMark? Mark { get; private set; }

    /// <summary>How often others forgot it since a host had started with an accepted loss.</summary>
    public int MarksForgotten { get; private set; }

    /// <summary>What a host that is about to fence hears; null: its clock is refused.</summary>
    public FenceTerms? TermsFor(SimHost host)
    {
        ClockComparison clocks = CompareClocks(host.Node);
        if (!clocks.IsSound)
            return null;
        return new FenceTerms
        {
            SeenSince = Mark,
            AcceptsLoss = _acceptsLoss,
            ClockComparedAt = host.Time,
            ClockIsConfirmed = clocks.IsConfirmed,
        };
    }

    /// <summary>A host whose clock the others contradict does not fence: another is tried.</summary>
    public void RefuseClock(SimHost host)
    {
        Count(Fault.ClockRefused);
        host.Die();
        _hosts.Remove(host);
        RestartIfNone();
    }

    public void HostStarted(SimHost host)
    {
        After(0, () => CountTicks(host));
        if (_lastOwner is { } last && last != host.Node && host.Node.HasOwned)
            Count(Fault.OwnershipCameBack);
        host.Node.HasOwned = true;
        _lastOwner = host.Node;
        if (_acceptsLoss)
            ForgetMark();
        _acceptsLoss = false;
        WatchClock(host);
    }

    private void ForgetMark()
    {
        Mark = null;
        MarksForgotten++;
    }

    private void Remember(in BatchHeader header)
    {
        var mark = new JournalMark(header.Epoch, header.LastSequence, header.Hash);
        Mark = Mark?.Furthest(mark) ?? mark;
    }

    private ClockComparison CompareClocks(SimNode node)
    {
        var comparison = new ClockComparison(MostClockDifferenceMs);
        foreach (SimNode other in _nodes)
        {
            if (other != node)
                comparison.Add(other.WallMs, node.WallMs, node.WallMs);
        }

        return comparison;
    }

    private void WatchClock(SimHost host) => After(ClockCheckMs, () =>
    {
        if (!host.Alive)
            return;
        ClockComparison clocks = CompareClocks(host.Node);
        if (!clocks.IsSound)
            host.Input(() => host.Sequencer.ClockDiffers(clocks.Describe()));
        WatchClock(host);
    });

    /// <summary>One machine's clock goes wrong, by seconds or by a day; at most one at a time.</summary>
    private void BreakClock()
    {
        if (_nodes.Exists(node => node.ClockErrorMs != 0))
            return;
        const int dayMs = 86_400_000;
        SimNode node = Random.Pick(_nodes);
        int mostMs = Random.Percent(50) ? 10_000 : dayMs;
        long errorMs = Random.Between(1_500, mostMs);
        Count(errorMs > 300_000 ? Fault.NodeClockFarWrong : Fault.NodeClockWrong);
        node.ClockErrorMs = Random.Percent(50) ? errorMs : -errorMs;
        After(Random.Between(500, 5_000), () => node.ClockErrorMs = 0);
    }

    /// <summary>
    /// The database loses its last records, some that others heard of among them. Not while a second host reads, or has
    /// not met its fence: what was durable for less than a moment and is lost then was told to nobody who could tell.
    /// </summary>
    private void RollBack()
    {
        if (_hosts.Count > 1 || !_hosts.TrueForAll(IsProvenOwner))
            return;
        if (Mark is not { } mark || Journal.IsRolledBack || Journal.DamagedNumber != 0 || _acceptsLoss)
            return;
        long sequence = Math.Min(mark.Sequence, Journal.LastSequence) - Random.Below(6);
        if (sequence < 1 || !Journal.RollBackBefore(sequence))
            return;
        Count(Fault.JournalRolledBack);
        if (Random.Percent(50))
            After(Random.Between(100, 2_500), RestoreJournal);
    }

    private bool IsProvenOwner(SimHost host) =>
        host.Sequencer.Phase == SequencerPhase.Live && host.Sequencer.Epoch == Journal.Epoch;

    private void RestoreJournal()
    {
        if (!Journal.IsRolledBack)
            return;
        Count(Fault.JournalRestored);
        Journal.Restore();
    }

    /// <summary>
    /// What an operator does about a journal that went back: brings the rows back, or stops every host and accepts that
    /// they are lost. Skips of lost commands would hit others.
    /// </summary>
    private void MendRolledBackJournal()
    {
        if (!Journal.IsRolledBack)
            return;
        bool mayAccept = Journal.EndsBeforeLost && Journal.Skips.Count == 0 && Settings.PoisonedSequence == 0;
        if (!mayAccept || Random.Percent(50))
        {
            RestoreJournal();
            return;
        }

        Count(Fault.LossAccepted);
        foreach (SimHost host in _hosts.ToArray())
            End(host);
        Journal.AcceptLoss();
        Checker.LossAccepted(Journal.LastSequence);
        for (int i = 0; i < _views.Count; i++)
            _views[i] = new SimView(this);
        _acceptsLoss = true;
        RestartIfNone();
    }

    /// <summary>A host is put out, and what it had under way is dropped.</summary>
    private void End(SimHost host)
    {
        host.Die();
        _hosts.Remove(host);
        if (host.Writing is { Landed: false } write)
            write.Dropped = true;
    }
}
