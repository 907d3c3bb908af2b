using Hypercall.Benchmarks;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Cli.Inputs;
using Hypercall.Engine.State;

namespace Hypercall.Cli.Tests.Bench;

public sealed class WorkloadTests
{
    private const int Commands = 20_000;

    public static TheoryData<string> Shapes => ["wide", "steady"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Book_engine_and_generator_agree_on_what_a_workload_trades(string shape)
    {
        Workload workload = Generate(shape);
        var book = new MatchingBook<HashedTrades>();
        foreach (WorkloadCommand command in workload.Commands)
            book.Apply(command);
        Assert.True(book.Tally.Trades > 1_000);
        Assert.Equal(workload.Expected, book.Tally);
        new EngineRun(workload, EngineOptions.Default).Check();
        new EngineRun(workload, new EngineOptions(Hashing: false)).Check();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_grown_book_allocates_nothing(string shape)
    {
        const int rounds = 4;
        Workload workload = Generate(shape);
        var book = new MatchingBook<HashedTrades>();
        var allocated = new List<long>();
        for (int round = 0; round < rounds; round++)
        {
            book.Clear();
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (WorkloadCommand command in workload.Commands)
                book.Apply(command);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // A collection in the background counts something to this thread too; the book would allocate in every round.
        Assert.Contains(0, allocated);
    }

    [Fact]
    public void The_same_seed_gives_the_same_workload_and_another_one_another()
    {
        Assert.Equal(Generate("wide").Commands, Generate("wide").Commands);
        Assert.NotEqual(
            Generate("wide").Commands, WorkloadGenerator.Generate(WorkloadShape.Wide, Commands, seed: 2).Commands);
    }

    [Fact]
    public void A_steady_workload_keeps_few_orders_alive()
    {
        var book = new ReferenceBook();
        int most = 0;
        foreach (WorkloadCommand command in Generate("steady").Commands)
        {
            if (command.Action == WorkloadAction.Cancel)
                book.Remove(Live(book).First(order => order.Id == command.OrderId));
            else
                book.Apply(command);
            most = Math.Max(most, book.LiveCount);
        }

        Assert.InRange(most, 1_500, 2_000);
    }

    [Fact]
    public void A_generators_file_is_read_with_what_it_expects()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(
            "small.csv", "side,price,qty,type,order_id,cancel_id,account", "S,100,5,L,1,0,501", "B,100,3,I,2,0,1",
            "S,100,0,C,0,1,501");
        folder.Write("small.expected.txt", "commands=3 limit=1", "trades=1 traded_qty=3 notional=107488528217 trade_hash=0f");
        Workload workload = WorkloadFile.Read(path);

        Assert.Equal("small", workload.Name);
        Assert.Equal(
            [
                new WorkloadCommand(WorkloadAction.Limit, Side.Sell, 1, 100, 5, 501),
                new WorkloadCommand(WorkloadAction.ImmediateOrCancel, Side.Buy, 2, 100, 3, 1),
                new WorkloadCommand(WorkloadAction.Cancel, Side.Sell, 1, 100, 0, 501),
            ],
            workload.Commands);
        Assert.Equal(TradeTally.Recorded(1, 3, 107_488_528_217, 0x0f), workload.Expected);
    }

    [Fact]
    public void Other_trades_than_expected_end_a_benchmark()
    {
        Workload workload = Generate("wide") with { Expected = TradeTally.Recorded(1, 1, 1, 1) };
        Assert.Throws<BenchmarkFailedException>(() => new EngineRun(workload, EngineOptions.Default).Check());
    }

    [Theory]
    [InlineData("X,100,5,L,1,0,501", "side 'X'")]
    [InlineData("S,100,5,Q,1,0,501", "type 'Q'")]
    [InlineData("S,1e2,5,L,1,0,501", "'1e2'")]
    [InlineData("S,100,5,L,1,0", "7 columns")]
    public void A_malformed_line_is_named(string line, string part)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.csv", "side,price,qty,type,order_id,cancel_id,account", line);
        var error = Assert.Throws<InputException>(() => WorkloadFile.Read(path));
        Assert.StartsWith($"{path}:2: ", error.Message);
        Assert.Contains(part, error.Message);
    }

    private static IEnumerable<RestingOrder> Live(ReferenceBook book) =>
        Enumerable.Range(0, book.LiveCount).Select(book.LiveAt);

    private static Workload Generate(string shape) => WorkloadGenerator.Generate(
        shape == "wide" ? WorkloadShape.Wide : WorkloadShape.Steady, Commands, seed: 1);
}
