using System.Runtime.CompilerServices;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class OrderStoreTests
{
    [Theory]
    [InlineData(1UL, 1L, 0L)]
    [InlineData(2UL, 3L, 0L)]
    [InlineData(3UL, 700L, 0L)]
    [InlineData(4UL, 1_000_000_000_000L, 0L)]
    [InlineData(5UL, 3L, (1L << 30) - 10_000)]
    [InlineData(6UL, 3L, (1L << 31) - 10_000)]
    [InlineData(7UL, 3L, (1L << 32) - 10_000)]
    [InlineData(8UL, 3L, (1L << 39) - 10_000)]
    [InlineData(9UL, 3L, (1L << 62) - 10_000)]
    [InlineData(10UL, 3L, long.MaxValue - 60_000)]
    public void Finds_exactly_the_open_orders(ulong seed, long greatestGap, long start)
    {
        var random = new SeededRandom(seed);
        var store = new OrderStore(capacity: 1);
        var open = new Dictionary<long, int>();
        var ids = new List<long>();
        long lastId = start;
        for (int step = 0; step < 20_000; step++)
        {
            if (open.Count == 0 || random.PerMille(step < 10_000 ? 600 : 420))
            {
                lastId += random.Between(1, greatestGap);
                ids.Add(lastId);
                store.Add(new OrderNode { OrderId = lastId, SizeUnits = lastId }, out int slot);
                open.Add(lastId, slot);
            }
            else
            {
                // Of all ids ever, so that some pages lose their last order early and some late.
                long id = random.PickFrom(ids);
                Demand.That(store.Find(id) == open.GetValueOrDefault(id, -1), $"seed {seed}, step {step}, id {id}");
                if (open.Remove(id, out int released))
                    store.Release(released, ref store.Change(released));
            }

            Assert.Equal(open.Count, store.Count);
        }

        foreach (long id in ids)
            Demand.That(store.Find(id) == open.GetValueOrDefault(id, -1), $"seed {seed}, at the end, id {id}");
        Assert.All(open, order => Assert.Equal(order.Key, store.Node(order.Value).SizeUnits));
    }

    [Fact]
    public void Orders_are_found_whichever_array_they_stand_in()
    {
        const int Open = 200_000;
        var store = new OrderStore();
        for (int id = 1; id <= Open; id++)
            store.Add(new OrderNode { OrderId = id, SizeUnits = -id }, out _);
        for (int id = 1; id <= Open; id++)
        {
            int slot = store.Find(id);
            Demand.That(store.Node(slot).SizeUnits == -id && store.Change(slot).OrderId == id, $"id {id}, slot {slot}");
        }
    }

    [Fact]
    public void The_index_of_ids_takes_room_for_the_open_orders_not_for_all_ids_between_them()
    {
        const int Open = 20_000;
        var store = new OrderStore();
        for (long id = 1; id <= Open * 512L; id++)
        {
            ref OrderNode order = ref store.Add(new OrderNode { OrderId = id }, out int slot);
            if (id % 512 != 0)
                store.Release(slot, ref order);
        }

        Assert.Equal(Open, store.Count);
        for (long id = 512; id <= Open * 512L; id += 512)
            Assert.Equal(id, store.Node(store.Find(id)).OrderId);
        Assert.InRange(store.IndexCapacity, 0, Open * 9 + 40 * 512);
    }

    [Fact]
    public void No_order_waits_for_all_others_to_be_copied()
    {
        const int MostBytes = 8 * 1024 * 1024 + 1024;
        var store = new OrderStore();
        long most = 0;
        for (long id = 1; id <= 300_000; id++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            // Far apart, so that each order is soon kept by itself.
            store.Add(new OrderNode { OrderId = id * 1_000, SizeUnits = id }, out _);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 1, MostBytes);
        for (long id = 1; id <= 300_000; id++)
            Assert.Equal(id, store.Node(store.Find(id * 1_000)).SizeUnits);
    }

    [Fact]
    public void An_order_takes_one_cache_line() => Assert.Equal(64, Unsafe.SizeOf<OrderNode>());

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(-64L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(513L)]
    public void Finds_nothing_where_no_order_was(long orderId)
    {
        var store = new OrderStore();
        store.Add(new OrderNode { OrderId = 1 }, out _);
        Assert.Equal(-1, store.Find(orderId));
    }

    [Fact]
    public void A_slot_that_is_used_again_keeps_nothing_of_the_order_before()
    {
        var store = new OrderStore();
        ref OrderNode order = ref store.Add(
            new OrderNode
            {
                OrderId = 1,
                Side = Side.Sell,
                Flags = OrderFlags.Mmp,
                Wallet = 3,
                SizeUnits = 5,
                TimeInForce = TimeInForce.Gtd,
            },
            out int slot);
        var detail = new OrderDetail { ClientId = "a", Builder = WalletAddress.FromNumber(7), ExpiresAtMs = 9 };
        store.SetDetail(slot, ref order, detail);
        Assert.Equal("a", store.Detail(slot).ClientId);
        store.Release(slot, ref store.Change(slot));
        Assert.Null(store.Detail(slot).ClientId);
        Assert.Null(store.Detail(slot).Builder);

        store.Add(new OrderNode { OrderId = 2 }, out int next);
        Assert.Equal(slot, next);
        Assert.Equal(-1, store.Find(1));
        Assert.Equal(slot, store.Find(2));
        Assert.Equal(Side.Buy, store.Node(slot).Side);
        Assert.Equal(OrderFlags.None, store.Node(slot).Flags);
        Assert.Equal(0, store.Node(slot).Wallet);
        Assert.Equal(0, store.Node(slot).SizeUnits);
        Assert.Null(store.Detail(slot).ClientId);
        Assert.Equal(0, store.Detail(slot).ExpiresAtMs);
        Assert.Equal(TimeInForce.Gtc, store.Node(slot).TimeInForce);
    }

    [Fact]
    public void Adding_and_releasing_allocates_nothing_once_warm()
    {
        var store = new OrderStore();
        var book = new LimitOrderBook(store, 1);
        long id = 0;
        void Round()
        {
            for (int i = 0; i < 50; i++)
            {
                id++;
                ref OrderNode order = ref store.Add(
                    new OrderNode { OrderId = id, PriceUnits = 100 + id % 40, RemainingUnits = 1 }, out int slot);
                book.Add(slot, ref order);
            }

            for (long old = id - 49; old <= id; old++)
            {
                int slot = store.Find(old);
                book.Remove(ref store.Change(slot));
                store.Release(slot, ref store.Change(slot));
            }
        }

        for (int i = 0; i < 100; i++)
            Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
