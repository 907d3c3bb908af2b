namespace Hypercall.Engine.Modules.Rfq;

/// <summary>The legs of a request and their instruments, null where there is none of that name.</summary>
internal readonly struct RfqLegs(ImmutableArray<RfqLeg> legs, Instrument?[] instruments)
{
    public int Length => legs.Length;

    public ref readonly RfqLeg this[int index] => ref legs.ItemRef(index);

    public Instrument? InstrumentOf(int index) => instruments[index];

    /// <summary>Whether no leg before has its instrument.</summary>
    public bool IsFirstOfInstrument(int index) => Array.IndexOf(instruments, instruments[index], 0, index) < 0;
}
