using System.Reflection;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.State;

/// <summary>The buffer of a command's events holds nothing of the commands before it.</summary>
public sealed class EventBufferTests
{
    [Fact]
    public void What_a_command_left_is_gone_with_the_next_in_every_column()
    {
        var rich = new RichEngine();
        EventBuffer events = rich.Apply(new MarketAction(MarketActionKind.Resume, RichEngine.Put)).Events;
        Assert.Contains(1, Columns(events).Values);

        Assert.Equal(0, rich.Apply(new Tick()).Events.Count);
        Assert.All(Columns(events), column => Assert.Equal(0, column.Value));
    }

    [Fact]
    public void An_event_is_not_had_as_one_of_another_kind()
    {
        EventBuffer events = new RichEngine().Apply(new MarketAction(MarketActionKind.Resume, RichEngine.Put)).Events;
        Assert.Equal(EventKind.MarketUpdated, events.KindAt(0));
        Assert.Throws<InvalidOperationException>(() => events.At<Filled>(0));
    }

    private static Dictionary<string, int> Columns(EventBuffer events)
    {
        object[] kinds = (object[])FieldOf("_columns").GetValue(events)!;
        Assert.Equal(Enum.GetValues<EventKind>().Length, kinds.Length);
        return kinds.Append(FieldOf("_levels").GetValue(events)!)
            .ToDictionary(
                column => $"{column.GetType()}",
                column => (int)column.GetType().GetProperty("Count")!.GetValue(column)!);
    }

    private static FieldInfo FieldOf(string name) => typeof(EventBuffer).GetField(name, StateFieldVariants.AllFields)!;
}
