namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>What befalls the world as a whole, and how it is put right.</summary>
internal sealed partial class SimWorld
{
    private int _crashInEffect;

    /// <summary>Whether the host dies in the effect it asks for now.</summary>
    public CrashPoint NextEffect(SimHost host)
    {
        _effects++;
        if (Settings.CrashAtEffect == _effects)
            return Settings.CrashAfterEffect ? CrashPoint.AfterEffect : CrashPoint.BeforeEffect;
        if (_crashInEffect == 0 || --_crashInEffect > 0)
            return CrashPoint.None;
        Count(Fault.CrashInEffect);
        return Random.Percent(50) ? CrashPoint.AfterEffect : CrashPoint.BeforeEffect;
    }

    /// <summary>The host's process is gone; its write may still land, never land, or leave half a record.</summary>
    public void Crash(SimHost host)
    {
        host.Die();
        _hosts.Remove(host);
        CountTicks(host);
        if (host.Writing is { Landed: false } write)
        {
            bool keep = Settings.CrashAtEffect > 0 ? Settings.CrashKeepsWrite : Random.Percent(50);
            write.Dropped = !keep;
            bool mayTear = Settings.Options.LastRecordMayTear && _hosts.Count == 0 && !keep;
            if (mayTear && Journal.Tear(write.Number, write.Bytes, Random.Below(write.Bytes.Length)))
                Count(Fault.TornTail);
        }

        RestartIfNone();
    }

    private void ScheduleFault()
    {
        if (Settings.CrashAtEffect > 0 || Settings.MeanFaultMs == 0)
            return;
        After(Random.Between(1, 2 * Settings.MeanFaultMs), () =>
        {
            if (!Faulty)
                return;
            Befall();
            ScheduleFault();
        });
    }

    private void Befall()
    {
        switch (Random.Below(13))
        {
            case 0 when _hosts.Count > 0:
                Count(Fault.Crash);
                Crash(Random.Pick(_hosts));
                break;
            case 1:
                _crashInEffect = Random.Between(1, 12);
                break;
            case 2 or 3 when _hosts.Count == 1:
                Count(Fault.SecondOwner);
                StartHost();
                break;
            case 4 when Current is { } owner:
                Count(Fault.Drain);
                owner.Drain();
                break;
            case 5:
                Count(Fault.DiskFull);
                _diskFull = true;
                After(Random.Between(50, 1_000), () => _diskFull = false);
                break;
            case 6 when Settings.OutcomeCache == 0:
                MoveClock();
                break;
            case 7 when Settings.OutcomeCache == 0:
                BreakClock();
                break;
            case 8:
                RollBack();
                break;
            case 9:
                Count(Fault.JournalSlow);
                _slow = true;
                After(Random.Between(300, 4_000), () => _slow = false);
                break;
            default:
                DamageRecord();
                break;
        }
    }

    /// <summary>
    /// Small steps back are ridden out, large ones and steps ahead stop the hosts until it is put right.
    /// </summary>
    private void MoveClock()
    {
        (Fault fault, long stepMs) = Random.Below(3) switch
        {
            0 => (Fault.ClockBack, -Random.Between(1, 50_000)),
            1 => (Fault.ClockFarBack, -Random.Between(60_500, 90_000)),
            _ => (Fault.ClockAhead, Random.Between(1_000, 20_000)),
        };
        Count(fault);
        _wallOffsetMs += stepMs;
        _greatestOffsetMs = Math.Max(_greatestOffsetMs, _wallOffsetMs);
        After(Random.Between(100, 1_500), () => _wallOffsetMs = _greatestOffsetMs);
    }

    /// <summary>Changes what a reader finds of one record that is not the last.</summary>
    private void DamageRecord()
    {
        if (Journal.Count < 3 || Journal.DamagedNumber != 0 || Journal.IsRolledBack)
            return;
        long number = Random.Between(1, (int)Journal.Count - 1);
        byte[] bytes = [.. Journal.Original(number)];
        switch (Random.Below(3))
        {
            case 0:
                Count(Fault.RecordFlipped);
                bytes[Random.Below(bytes.Length)] ^= (byte)(1 << Random.Below(8));
                Journal.Damage(number, bytes);
                break;
            case 1:
                Count(Fault.RecordCut);
                Journal.Damage(number, bytes[..Random.Below(bytes.Length)]);
                break;
            default:
                Count(Fault.RecordMissing);
                Journal.Damage(number, null);
                break;
        }
    }

    private void RepairJournal()
    {
        Journal.Repair();
        RestoreJournal();
    }

    /// <summary>From now on nothing goes wrong any more.</summary>
    private void Heal()
    {
        _diskFull = false;
        _slow = false;
        _crashInEffect = 0;
        _wallOffsetMs = _greatestOffsetMs;
        foreach (SimNode node in _nodes)
            node.ClockErrorMs = 0;
        RepairJournal();
        RestartIfNone();
    }
}
