namespace Hypercall.Cli.Replay;

/// <summary>Counts what the outcomes of a replay say; read it when everything is answered.</summary>
internal sealed class ReplayTally
{
    private readonly SortedDictionary<RejectCode, long> _rejected = [];

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Duplicates { get; private set; }

    public long Fills { get; private set; }

    public long Triggers { get; private set; }

    /// <summary>Traded contracts in units.</summary>
    public Int128 TradedUnits { get; private set; }

    /// <summary>Traded premium.</summary>
    public Cash Premium { get; private set; }

    /// <summary>Sequence of the last command executed, 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Rejections by code.</summary>
    public IReadOnlyDictionary<RejectCode, long> RejectedByCode => _rejected;

    /// <summary>Counts one outcome.</summary>
    public void Count(ApplyOutput output)
    {
        if (output.Duplicate)
            Duplicates++;
        if (output.Accepted)
        {
            Accepted++;
        }
        else
        {
            Rejected++;
            _rejected[output.Rejection.Code] = _rejected.GetValueOrDefault(output.Rejection.Code) + 1;
        }

        if (output.Rejection.Code != RejectCode.OutOfOrder)
            LastSequence = output.Sequence;
        for (int i = 0; i < output.Events.Count; i++)
            Count(output.Events, i);
    }

    private void Count(EventBuffer events, int index)
    {
        switch (events.KindAt(index))
        {
            case EventKind.Filled:
                ref readonly Filled fill = ref events.At<Filled>(index);
                Fills++;
                TradedUnits += fill.Size.Units;
                Premium += Cash.Notional(fill.Price, fill.Size);
                break;
            case EventKind.MmpTriggered:
                Triggers++;
                break;
        }
    }
}
