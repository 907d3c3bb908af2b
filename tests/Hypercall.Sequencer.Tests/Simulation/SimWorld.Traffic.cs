using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>What goes over the network and to the disks, and what happens to it on the way.</summary>
internal sealed partial class SimWorld
{
    private bool _diskFull;

    /// <summary>The journal takes long to write and to read, though not longer than it may.</summary>
    private bool _slow;

    /// <summary>Sends a client's request to a host, if there is one.</summary>
    public void SendRequest(SimRequest request) => Transmit(() =>
    {
        if (Destination() is not { } host)
            return;
        _tokens.Add(request);
        host.Offer(new Submission(
            _tokens.Count - 1,
            request.Client.Number,
            request.Command,
            request.Id,
            request.FirstSentMs));
    });

    public void SendRead(SimClient client) => Transmit(() =>
    {
        if (Destination() is not { } host)
            return;
        _tokens.Add(new SimRead { Host = host, AckedSequence = host.Sequencer.AppliedSequence });
        host.Read(_tokens.Count - 1, queued: Random.Percent(50));
    });

    /// <summary>Brings a host's answer to the client.</summary>
    public void Answer(long token, SubmissionStatus status, long retryAfterMs)
    {
        if (status == SubmissionStatus.EngineBusy)
            Count(Fault.BusyAnswered);
        if (_tokens[(int)token] is SimRequest request)
            Transmit(() => request.Client.Answered(request, status, retryAfterMs));
    }

    public void Publish(BatchHeader header, uint[] outcomes)
    {
        Remember(header);
        foreach (SimView view in Views)
        {
            void Deliver() => view.Receive(header, outcomes);
            if (MessageGoesWrong(Fault.PublishLost))
                continue;
            After(Random.Between(0, 10), Deliver);
            if (MessageGoesWrong(Fault.PublishDoubled))
                After(Random.Between(0, 500), Deliver);
            if (MessageGoesWrong(Fault.PublishLate))
                After(Random.Between(500, 3_000), Deliver);
        }
    }

    public void Write(SimHost host, SimWrite write)
    {
        long latencyMs = _slow ? Random.Between(200, 1_900) : Random.Between(1, 20);
        Fault? fault = WriteFault();
        switch (fault)
        {
            case Fault.DiskFull or Fault.WriteFailsBeforeStored:
                After(latencyMs, () => host.WriteEnded(write, StopReason.WriteFailed));
                break;
            case Fault.WriteRejected:
                After(latencyMs, () => host.WriteEnded(write, StopReason.WriteRejected));
                break;
            case Fault.WriteFailsAfterStored:
                After(latencyMs, () =>
                    host.WriteEnded(write, Land(write) ? StopReason.WriteFailed : StopReason.Fenced));
                break;
            case Fault.WriteHangsLost:
                break;
            case Fault.WriteHangsStored:
                After(latencyMs, () => Land(write));
                break;
            default:
                long landsInMs = fault == Fault.WriteLandsLate ? Random.Between(1_000, 4_000) : latencyMs;
                After(landsInMs, () => EndWrite(host, write));
                break;
        }
    }

    public void SaveSnapshot(SimHost host, long recordNumber, byte[] bytes)
    {
        if (Faulty && Random.Percent(10))
        {
            Count(Fault.SnapshotSaveHangs);
            return;
        }

        bool fails = _diskFull || (Faulty && Random.Percent(15));
        After(Random.Between(1, 50), () =>
        {
            if (fails)
                Count(Fault.SnapshotSaveFails);
            else
                StoreSnapshot(recordNumber, bytes);
            host.SnapshotEnded(recordNumber, !fails);
        });
    }

    public void CheckOwner(SimHost host, long recordNumber, long earlierNumber)
    {
        if (Faulty && Random.Percent(12))
        {
            Count(Fault.OwnerCheckLost);
            return;
        }

        After(_slow ? Random.Between(100, 1_500) : Random.Between(1, 20), () =>
        {
            var look = new JournalLook(recordNumber, earlierNumber);
            foreach ((long number, byte[] bytes) in Journal.Read(earlierNumber).Take(earlierNumber == 0 ? 0 : 1))
                look.Add(number, bytes);
            foreach ((long number, byte[] bytes) in Journal.Read(recordNumber).Take(JournalLook.RecordsRead))
                look.Add(number, bytes);
            long? count = earlierNumber == 0
                ? null
                : Journal.Read(earlierNumber).Count(row => row.Number <= recordNumber);
            JournalObservation found = look.Observation with { Count = count };
            After(Random.Between(1, 20), () => host.OwnerRead(found));
        });
    }

    private void EndWrite(SimHost host, SimWrite write)
    {
        if (write.Dropped)
            return;
        bool landed = Land(write);
        After(Random.Between(0, 5), () => host.WriteEnded(write, landed ? null : StopReason.Fenced));
    }

    /// <summary>What a dead host still writes where rows were lost goes when an operator mends the journal.</summary>
    private bool Land(SimWrite write)
    {
        bool isOverwritten = !write.Host.Alive && Journal.IsLost(write.Number);
        write.Landed = !write.Dropped
            && !isOverwritten
            && write.JournalGeneration == Journal.Generation
            && Journal.TryStore(write.Number, write.Bytes, NowMs, LatestWallMs);
        return write.Landed;
    }

    private Fault? WriteFault()
    {
        if (_diskFull)
            return Fault.DiskFull;
        if (!Faulty || !Random.Percent(Settings.WriteFaultPercent))
            return null;
        Fault fault = (Fault)Random.Between((int)Fault.WriteFailsBeforeStored, (int)Fault.WriteLandsLate);
        Count(fault);
        return fault;
    }

    private void StoreSnapshot(long recordNumber, byte[] bytes)
    {
        if (Faulty && Random.Percent(20))
        {
            Count(Fault.SnapshotFlipped);
            bytes[Random.Below(bytes.Length)] ^= (byte)(1 << Random.Below(8));
            Checker.FlippedSnapshot(recordNumber);
        }
        else
        {
            Checker.SavedSnapshot(recordNumber);
        }

        Journal.SaveSnapshot(recordNumber, bytes);
    }

    /// <summary>Where a message goes: mostly to the owner, sometimes to whoever else lives.</summary>
    private SimHost? Destination()
    {
        if (_hosts.Count == 0)
            return null;
        return Random.Percent(80) && Current is { } owner ? owner : Random.Pick(_hosts);
    }

    private void Transmit(Action deliver)
    {
        if (MessageGoesWrong(Fault.MessageLost))
            return;

        bool late = MessageGoesWrong(Fault.MessageLate);
        After(late ? Random.Between(200, 3_000) : Random.Between(0, 15), deliver);
        if (MessageGoesWrong(Fault.MessageDoubled))
            After(Random.Between(1, 1_000), deliver);
    }

    private bool MessageGoesWrong(Fault fault)
    {
        if (!Faulty || !Random.Percent(Settings.MessageFaultPercent))
            return false;
        Count(fault);
        return true;
    }
}
