namespace Hypercall.Engine.Events;

/// <summary>
/// The canonical encoding of what a command did, as hosts send it to clients, standbys and views. Both directions
/// allocate nothing once writer, target and string pool are warm (but for client ids and names).
/// </summary>
public static class OutcomeCodec
{
    /// <summary>Appends an output with all its events.</summary>
    public static void Write(CanonicalWriter writer, ApplyOutput output)
    {
        var fields = new CanonicalOutput(writer);
        fields.Walk(output);
    }

    /// <summary>Reads the next output into <paramref name="target"/>; never throws, whatever the bytes.</summary>
    /// <returns>False when the reader has failed (its error says why); then the target is empty.</returns>
    public static bool TryRead(ref CanonicalReader reader, ApplyOutput target)
    {
        target.Reset();
        reader.Walk(target);
        if (reader.Failed)
            target.Reset();
        return !reader.Failed;
    }
}
