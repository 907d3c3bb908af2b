namespace Hypercall.Actors.Tests.Faults;

/// <summary>A row as a database keeps it.</summary>
internal sealed record StoredRow(int SerializerId, string Manifest, byte[] Bytes, string WriterId)
{
    /// <summary>The same row with one bit of a byte turned over.</summary>
    public StoredRow Flip(int index)
    {
        byte[] bytes = [.. Bytes];
        bytes[index] ^= 1;
        return this with { Bytes = bytes };
    }
}
