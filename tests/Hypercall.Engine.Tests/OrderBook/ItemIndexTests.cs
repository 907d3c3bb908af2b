using Hypercall.Engine.Domain.Collections;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class ItemIndexTests
{
    private readonly Dictionary<int, string> _keys = [];

    /// <summary>Keys by item; hashes fall into as many values as a test wants.</summary>
    private readonly struct Keys(Dictionary<int, string> keys, int hashes) : IItemKeys<string>
    {
        public int HashOf(in string key) => SeededHash.Of((ulong)(int.Parse(key) % hashes));

        public bool IsKeyOf(int item, in string key) => keys[item] == key;
    }

    /// <summary>With few hashes most keys share theirs with others, and only the items tell them apart.</summary>
    [Theory]
    [InlineData(1UL, 400, int.MaxValue)]
    [InlineData(2UL, 400, 7)]
    [InlineData(3UL, 30_000, int.MaxValue)]
    [InlineData(4UL, 3, 1)]
    public void Agrees_with_a_dictionary(ulong seed, int range, int hashes)
    {
        var random = new SeededRandom(seed);
        var index = new ItemIndex<string, Keys>(new Keys(_keys, hashes));
        var expected = new Dictionary<string, int>();
        for (int step = 0; step < 30_000; step++)
        {
            string key = random.Below(range).ToString();
            int item = expected.GetValueOrDefault(key, -1);
            Demand.That(index.Find(key) == item, $"seed {seed}, step {step}, key {key}");
            if (item >= 0 && random.PerMille(500))
            {
                index.Remove(key);
                expected.Remove(key);
                _keys.Remove(item);
            }
            else if (item < 0)
            {
                _keys.Add(step, key);
                index.Add(key, step);
                expected.Add(key, step);
            }

            Demand.That(index.Count == expected.Count, $"seed {seed}, step {step}");
        }

        for (int key = 0; key < range; key++)
            Demand.That(index.Find(key.ToString()) == expected.GetValueOrDefault(key.ToString(), -1), $"key {key}");
    }

    [Fact]
    public void The_greatest_item_is_found()
    {
        var index = new ItemIndex<string, Keys>(new Keys(_keys, int.MaxValue));
        _keys.Add(int.MaxValue, "1");
        index.Add("1", int.MaxValue);
        Assert.Equal(int.MaxValue, index.Find("1"));
        index.Remove("1");
        Assert.Equal(-1, index.Find("1"));
    }
}
