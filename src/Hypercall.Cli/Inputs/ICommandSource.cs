namespace Hypercall.Cli.Inputs;

/// <summary>
/// An input file as commands. The same file gives the same commands in the same order each time it is read, which is
/// what lets an interrupted replay go on where its journal ends.
/// </summary>
internal interface ICommandSource
{
    /// <summary>Reads the input from its start. Throws <see cref="InputException"/> where it cannot go on.</summary>
    IEnumerable<InputCommand> Read();

    /// <summary>Lines of the input before its row 1.</summary>
    int HeaderLines => 0;

    /// <summary>The files that are read besides the one named.</summary>
    IReadOnlyList<string> Files => [];

    /// <summary>How much of the input has been read, 0 to 1.</summary>
    double Fraction { get; }

    /// <summary>What was counted while reading (skipped rows and the like), in the order to show it.</summary>
    IReadOnlyList<KeyValuePair<string, long>> Counts { get; }
}
