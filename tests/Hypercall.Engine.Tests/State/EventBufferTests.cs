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

    private static Dictionary<string, int> Columns(EventBuffer events)
    {
        Dictionary<string, int> counts = [];
        foreach (FieldInfo field in typeof(EventBuffer).GetFields(StateFieldVariants.AllFields))
        {
            if (field.FieldType.GetProperty("Count") is { } count && field.FieldType != typeof(EventBuffer))
                counts.Add(field.Name, (int)count.GetValue(field.GetValue(events))!);
        }

        Assert.True(counts.Count >= 15, $"only {counts.Count} columns were found");
        return counts;
    }
}
