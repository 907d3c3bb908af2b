using Hypercall.Architecture.Tests.Assemblies;
using Hypercall.Engine;

namespace Hypercall.Architecture.Tests;

/// <summary>
/// State changes only through the mutators of its tables, which record what they change: no module can change an entry
/// itself, and none knows of the change log.
/// </summary>
public sealed class StateChangeTests
{
    private const string Engine = "Hypercall.Engine";
    private const string State = "Hypercall.Engine.State";
    private const string Book = "Hypercall.Engine.Book";

    /// <summary>Entries and what they are made of. What modules hand to tables, and tables, are not among them.</summary>
    private static readonly string[] Entries =
    [
        "WalletAccount", "WalletExposure", "PositionEntry", "Instrument", "Underlying", "IndexHistory", "HolderList",
        "MmpState", "BoundedNonceSet", "LimitOrderBook", "BookSide", "OrderStore", "OrderNode",
    ];

    /// <summary>They change nothing, or what is no state.</summary>
    private static readonly string[] Harmless = ["CheckTop", ".ctor"];

    /// <summary>They change something and return what came of it.</summary>
    private static readonly string[] Telling =
    [
        "OrderStore.Change", "OrderStore.ChangeById", "OrderStore.Add", "OrderStore.AddUnnamed", "LimitOrderBook.Add",
        "LimitOrderBook.Remove", "LimitOrderBook.Fill", "LimitOrderBook.Reattach",
    ];

    /// <summary>What only a reader of snapshots may call: it changes tables and records nothing.</summary>
    private static readonly string[] Restoring =
    [
        "WalletTable.Read", "EngineOrderIndex.Restore", "NonceTable.Restore", "OutcomeCache.Restore",
        "OutcomeCache.StartAt", "OutcomeCache.Trim", "MmpTable.GetOrAdd", "MarketTable.FillGaps",
        "EngineState.WalkClock", "EngineState.WalkChain",
    ];

    [Fact]
    public void Only_tables_know_the_change_log() => Assert.Empty(
        TypeReferences.Read(typeof(ExchangeEngine).Assembly.Location)
            .Where(edge => edge.To.ToString() == $"{State}.ChangeLog" && edge.From.Namespace != State)
            .Select(edge => $"{edge.From}"));

    [Fact]
    public void Only_tables_change_entries()
    {
        IReadOnlyCollection<MethodCall> calls = MethodCalls.Read(typeof(ExchangeEngine).Assembly.Location);
        Assert.Contains(calls, IsChange);
        Assert.Equal(Telling.Order(), calls.Where(call => !call.ReturnsNothing && IsChange(call))
            .Select(call => $"{call.To.Name}.{call.Method}").Distinct().Order());
        KnownSinners.AssertEqual("entry-changes.txt", calls
            .Where(call => IsChange(call) && call.From.Namespace is not (State or Book))
            .Select(call => $"{call.From.ToString()[(Engine.Length + 1)..]} -> {call.To.Name}.{call.Method}"));
    }

    [Fact]
    public void Only_the_state_restores_itself()
    {
        IReadOnlyCollection<MethodCall> calls = MethodCalls.Read(typeof(ExchangeEngine).Assembly.Location);
        MethodCall[] restoring = [.. calls.Where(call => Restoring.Contains($"{call.To.Name}.{call.Method}"))];
        Assert.Equal(Restoring.Length, restoring.Select(call => (call.To, call.Method)).Distinct().Count());
        Assert.Empty(restoring.Where(call => call.From.Namespace != State).Select(call => $"{call.From} {call.Method}"));
    }

    private static bool IsChange(MethodCall call) =>
        call.To.Namespace is State or Book && Entries.Contains(call.To.Name)
        && (call.ReturnsNothing ? !Harmless.Contains(call.Method) : Telling.Contains($"{call.To.Name}.{call.Method}"));
}
