namespace Hypercall.Engine.Shapes;

/// <summary>What walks over many entries, one after the other; one that tells of them is told what each is.</summary>
internal interface IEntryFields : IFields
{
    /// <summary>True where entries are to be named.</summary>
    static abstract bool NamesEntries { get; }

    /// <summary>An entry begins, under a name that a person understands.</summary>
    void Begin(string entry);

    /// <summary>Takes an entry as its canonical bytes; false where it is to be walked.</summary>
    bool TryWhole(ReadOnlySpan<byte> encoded);
}
