namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>What the translator did with the messages of a file.</summary>
internal sealed class LobsterCounts
{
    /// <summary>Messages read.</summary>
    public long Messages { get; set; }

    /// <summary>Visible executions that became an aggressor's ioc order.</summary>
    public long Executions { get; set; }

    /// <summary>
    /// Visible executions of an order that was not first at the best price: a reduction of that order.
    /// </summary>
    public long ExecutionsOutOfTurn { get; set; }

    /// <summary>Hidden executions, crosses and halts: no order of the visible book is concerned.</summary>
    public long NotVisible { get; set; }

    /// <summary>Messages on an order from before the file that came off the seeded order of its level.</summary>
    public long OnSeededLevel { get; set; }

    /// <summary>Messages on an order from before the file whose level holds no seeded order.</summary>
    public long NoSuchLevel { get; set; }

    /// <summary>Messages that take more than their order holds; they take what is there.</summary>
    public long MoreThanRemaining { get; set; }

    /// <summary>The counts with the names to show them by.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ToList() =>
    [
        new("messages read", Messages),
        new("executions as ioc orders", Executions),
        new("executions out of turn, as reductions", ExecutionsOutOfTurn),
        new("hidden executions skipped", NotVisible),
        new("taken off a seeded level", OnSeededLevel),
        new("skipped, level not seeded", NoSuchLevel),
        new("cut to what the order held", MoreThanRemaining),
    ];
}
