using System.Data.Common;
using Hypercall.Engine;
using Hypercall.Testing.Twin;

namespace Hypercall.History.Tests;

/// <summary>A journal as a test has it, shown to keepers in parts, and what they store of it as text.</summary>
internal sealed class HistoryRun
{
    private readonly IReadOnlyList<CommandEnvelope> _commands;

    public HistoryRun(IEnumerable<CommandEnvelope> commands)
    {
        var engine = new ExchangeEngine();
        _commands = [.. commands.Where(command => engine.Apply(command).Rejection.Code != RejectCode.OutOfOrder)];
    }

    /// <summary>A random stream; it says its seed where it is shown.</summary>
    public HistoryRun(int seed, int commands)
        : this(RecordedStream.Make(seed, commands))
    {
    }

    public int Count => _commands.Count;

    /// <summary>Shows a keeper the commands up to one, and has it save after each of some.</summary>
    /// <param name="keeper">Has begun where the engine stands.</param>
    /// <param name="engine">Stands at some command.</param>
    /// <param name="until">Sequence of the last command shown.</param>
    /// <param name="saves">Whether to save after a command.</param>
    public void Show(HistoryKeeper keeper, ExchangeEngine engine, long until, Func<long, bool> saves)
    {
        while (engine.Sequence < until)
        {
            CommandEnvelope envelope = _commands[(int)engine.Sequence];
            ApplyOutput outcome = engine.Apply(envelope);
            keeper.Applied(envelope, outcome, engine);
            if (saves(outcome.Sequence))
                keeper.Save();
        }
    }

    /// <summary>A keeper that is shown everything from the start, and saves now and then and at the end.</summary>
    public HistoryKeeper ShowAll(HistoryDatabase database, Func<long, bool>? saves = null)
    {
        var keeper = new HistoryKeeper(database);
        var engine = new ExchangeEngine();
        keeper.Begin(engine);
        Show(keeper, engine, Count, saves ?? (_ => false));
        keeper.Save();
        return keeper;
    }

    /// <summary>An engine that has applied the commands up to one.</summary>
    public ExchangeEngine EngineAt(long sequence)
    {
        var engine = new ExchangeEngine();
        while (engine.Sequence < sequence)
            engine.Apply(_commands[(int)engine.Sequence]);
        return engine;
    }

    /// <summary>What a wallet realized by deleveragings, in their order.</summary>
    public IEnumerable<(string Symbol, long AtMs, Cash Pnl)> Deleveraged(WalletAddress wallet)
    {
        var engine = new ExchangeEngine();
        foreach (CommandEnvelope command in _commands)
        {
            ApplyOutput outcome = engine.Apply(command);
            for (int index = 0; index < outcome.Events.Count; index++)
            {
                if (outcome.Events.KindAt(index) != Engine.Events.EventKind.Deleveraged)
                    continue;
                Engine.Events.Deleveraged closed = outcome.Events.At<Engine.Events.Deleveraged>(index);
                if (closed.Wallet == wallet)
                    yield return (closed.Symbol, outcome.TimestampMs, closed.WalletPnl);
                if (closed.Counterparty == wallet)
                    yield return (closed.Symbol, outcome.TimestampMs, closed.CounterpartyPnl);
            }
        }
    }

    /// <summary>Every row of every table, and the mark.</summary>
    public static string Dump(HistoryDatabase database, long after = 0)
    {
        using DbConnection connection = database.Open();
        IEnumerable<string> rows = HistoryTables.All.SelectMany(table => Rows(
            connection, table.Name, $"{table.Select} WHERE sequence > {after} ORDER BY 1, 2, 3"));
        IEnumerable<string> mark = Rows(connection, "mark", "SELECT sequence, hash, at FROM mark");
        return string.Join('\n', mark.Concat(rows));
    }

    private static IEnumerable<string> Rows(DbConnection connection, string name, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            IEnumerable<string> fields = Enumerable.Range(0, row.FieldCount).Select(column => $"{row[column]}");
            yield return $"{name}: {string.Join(' ', fields)}";
        }
    }
}
