using Hypercall.Engine.Events;
using Hypercall.Gateway.Deribit;
using Hypercall.History;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>What an order's fills come to is right as of every command, however few of them are read.</summary>
public sealed class OrderSumsTests
{
    private const int AtOnce = 4;
    private const long Order = 7;

    private readonly OrderSums _sums = new(AtOnce);
    private readonly List<FillRow> _fills = [];
    private int _rowsRead;

    [Fact]
    public async Task An_order_of_many_fills_is_read_through_once()
    {
        Fill(Order, 1_001);
        await CheckAsync(from: 1_001, to: 1_001);
        for (int count = 0; count < 10; count++)
        {
            Fill(Order, 1);
            _rowsRead = 0;
            await CheckAsync(from: _fills.Count, to: _fills.Count);
            Assert.InRange(_rowsRead, 1, 2 * AtOnce);
        }
    }

    /// <summary>Who is behind asks for what was, also within what others have read further.</summary>
    [Fact]
    public async Task Each_command_has_the_sum_up_to_it()
    {
        Fill(Order, 30);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int sequence = 0; sequence <= _fills.Count; sequence++)
                await CheckAsync(sequence, Math.Min(sequence + 9, _fills.Count));
        }
    }

    [Fact]
    public async Task Orders_are_read_together_and_those_of_many_fills_apart()
    {
        foreach ((long order, int count) in ((long, int)[])[(2, 1), (3, 2), (4, 9), (5, 4), (6, 0), (8, 3)])
            Fill(order, count);
        long[] orders = [8, 2, 3, 4, 5, 6];
        for (int pass = 0; pass < 2; pass++)
        {
            IReadOnlyDictionary<long, OrderFills> found =
                await _sums.ReadAsync(orders, _fills.Count, _fills.Count, 1, ReadAsync);
            Assert.All(orders, order => Assert.Equal(
                Sum(order, _fills.Count), found.GetValueOrDefault(order, OrderFills.None).AsOf(_fills.Count)));
        }
    }

    [Fact]
    public async Task Of_a_history_that_is_made_anew_nothing_is_remembered()
    {
        Fill(Order, 9);
        await CheckAsync(9, 9);
        _fills.Clear();
        Fill(Order + 1, 1);
        Fill(Order, 9);
        await CheckAsync(10, 10, begins: 2);
    }

    private async Task CheckAsync(long from, long to, int begins = 1)
    {
        IReadOnlyDictionary<long, OrderFills> found = await _sums.ReadAsync([Order], from, to, begins, ReadAsync);
        OrderFills fills = found.GetValueOrDefault(Order, OrderFills.None);
        for (long sequence = from; sequence <= to; sequence++)
            Assert.Equal(Sum(Order, sequence), fills.AsOf(sequence));
    }

    private FillSum Sum(long order, long sequence) =>
        default(FillSum).With(_fills.Where(fill => fill.OrderId == order && fill.Sequence <= sequence));

    private void Fill(long order, int count)
    {
        for (int index = 0; index < count; index++)
        {
            long number = _fills.Count + 1;
            _fills.Add(new FillRow(
                2 * number, number, number, 0, default, order, GatewayVenueFixture.Option, Side.Buy,
                Price.FromUsdc(number), Quantity.FromContracts(1), new Cash(number), Cash.Zero, null, Cash.Zero,
                FillSource.Book));
        }
    }

    private Task<IReadOnlyList<FillRow>> ReadAsync(IReadOnlyList<long> orders, long after, int limit)
    {
        FillRow[] rows =
        [
            .. _fills.Where(fill => orders.Contains(fill.OrderId) && fill.FillId > after)
                .OrderBy(fill => fill.OrderId).ThenBy(fill => fill.FillId).Take(limit),
        ];
        _rowsRead += rows.Length;
        return Task.FromResult<IReadOnlyList<FillRow>>(rows);
    }
}
