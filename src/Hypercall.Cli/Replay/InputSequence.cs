namespace Hypercall.Cli.Replay;

/// <summary>
/// How far a journal that was filled from an input stands after each of its commands. One whose time lies before its
/// predecessor's is answered OutOfOrder and takes no sequence; everything else takes one, so that counting finds the
/// place without an engine.
/// </summary>
internal static class InputSequence
{
    /// <summary>Each command with the journal's last sequence after it.</summary>
    public static IEnumerable<(long Sequence, InputCommand Command)> Of(ICommandSource source)
    {
        long sequence = 0;
        long lastTimestampMs = 0;
        foreach (InputCommand command in source.Read())
        {
            if (command.TimestampMs >= lastTimestampMs)
            {
                lastTimestampMs = command.TimestampMs;
                sequence++;
            }

            yield return (sequence, command);
        }
    }
}
