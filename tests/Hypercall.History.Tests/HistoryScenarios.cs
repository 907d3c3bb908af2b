using Hypercall.Engine;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.History.Tests;

/// <summary>What every kind of database must give; each scenario gets empty databases as it asks for them.</summary>
internal static class HistoryScenarios
{
    /// <summary>Saved after each few commands, or all at once: the same rows.</summary>
    public static void A_history_is_the_same_however_it_was_cut(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase often, HistoryDatabase once) = (make(), make());
        var random = new Random(seed);

        run.ShowAll(often, _ => random.Next(7) == 0);
        run.ShowAll(once);

        Assert.Equal(HistoryRun.Dump(once), HistoryRun.Dump(often));
        Assert.Equal(run.Count, new HistoryReader(often).Mark().Sequence);
    }

    /// <summary>
    /// Whoever dies between two saves is followed by one who is shown the journal again: nothing is lost or doubled.
    /// </summary>
    public static void A_crash_loses_and_doubles_nothing(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase whole, HistoryDatabase crashed) = (make(), make());
        run.ShowAll(whole);
        var random = new Random(seed);
        for (int life = 1; life <= 4; life++)
        {
            var keeper = new HistoryKeeper(crashed);
            var engine = new ExchangeEngine();
            keeper.Begin(engine);
            run.Show(keeper, engine, run.Count * life / 5, _ => random.Next(20) == 0);
        }

        run.ShowAll(crashed);

        Assert.Equal(HistoryRun.Dump(whole), HistoryRun.Dump(crashed));
    }

    /// <summary>
    /// Gateways that begin at once, over nothing or over what another version has left: whoever is first makes the
    /// tables, and what any of them stores from then on stays.
    /// </summary>
    public static void Several_may_begin_at_once(Func<HistoryDatabase> make, bool isOld)
    {
        const int rounds = 5, gateways = 6;
        for (int round = 0; round < rounds; round++)
        {
            HistoryDatabase database = make();
            if (isOld)
            {
                new HistoryWriter(database).Begin(mayReplace: true);
                Execute(database, "UPDATE mark SET version = 2");
                Execute(database, "INSERT INTO revocations VALUES ('old', 'old', 1, 1)");
            }

            using var start = new Barrier(gateways);
            Task[] beginning =
            [
                .. Enumerable.Range(0, gateways).Select(number => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait();
                        new HistoryWriter(database).Begin(mayReplace: true);
                        Execute(database, $"INSERT INTO revocations VALUES ('{number}', '', 1, 1)");
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)),
            ];
            Task.WaitAll(beginning);

            using System.Data.Common.DbConnection connection = database.Open();
            using System.Data.Common.DbCommand command = connection.CreateCommand();
            command.CommandText = "SELECT count(*), min(version) FROM revocations, mark";
            using System.Data.Common.DbDataReader row = command.ExecuteReader();
            Assert.True(row.Read());
            Assert.Equal((gateways, HistoryTables.Version), (row.GetInt64(0), row.GetInt64(1)));
        }
    }

    /// <summary>Two gateways that store into one place: whoever comes first.</summary>
    public static void Two_keepers_may_share_a_database(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase alone, HistoryDatabase shared) = (make(), make());
        run.ShowAll(alone);
        (HistoryKeeper Keeper, ExchangeEngine Engine)[] keepers =
            [(new(shared), new ExchangeEngine()), (new(shared), new ExchangeEngine())];
        foreach ((HistoryKeeper keeper, ExchangeEngine engine) in keepers)
            keeper.Begin(engine);
        var random = new Random(seed);
        for (long until = 0; until < run.Count; until += 1 + random.Next(commands / 10))
        {
            (HistoryKeeper keeper, ExchangeEngine engine) = keepers[random.Next(2)];
            run.Show(keeper, engine, until, _ => false);
            keeper.Save();
        }

        foreach ((HistoryKeeper keeper, ExchangeEngine engine) in keepers)
        {
            run.Show(keeper, engine, run.Count, _ => false);
            keeper.Save();
        }

        Assert.Equal(HistoryRun.Dump(alone), HistoryRun.Dump(shared));
    }

    /// <summary>
    /// Behind an archive a history begins at a snapshot: what comes after it has the same rows with the same ids.
    /// </summary>
    public static void Behind_an_archive_ids_are_the_same(Func<HistoryDatabase> make, int seed, int commands) =>
        Behind_an_archive_ids_are_the_same(make, new HistoryRun(seed, commands), "fills");

    /// <summary>The same of a given run, in which rows of one kind must be among them.</summary>
    public static void Behind_an_archive_ids_are_the_same(Func<HistoryDatabase> make, HistoryRun run, string kind)
    {
        (HistoryDatabase whole, HistoryDatabase late) = (make(), make());
        run.ShowAll(whole);
        long archived = run.Count / 2;
        ExchangeEngine engine = Restored(run.EngineAt(archived));
        var keeper = new HistoryKeeper(late);

        keeper.Begin(engine);
        run.Show(keeper, engine, run.Count, sequence => sequence % 50 == 0);
        keeper.Save();

        Assert.Equal(archived, new HistoryReader(late).Mark().Since);
        string[] expected = Comparable(HistoryRun.Dump(whole, archived));
        string[] actual = Comparable(HistoryRun.Dump(late, archived));
        Assert.Contains(expected, line => line.StartsWith(kind, StringComparison.Ordinal));
        Assert.Equal(expected, actual);
    }

    /// <summary>A store of another journal is noticed where both have been, taken away and made anew.</summary>
    public static void A_history_of_another_journal_is_made_anew(Func<HistoryDatabase> make, int seed, int commands)
    {
        var other = new HistoryRun(seed + 1, commands / 2);
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase right, HistoryDatabase replaced) = (make(), make());
        run.ShowAll(right);
        other.ShowAll(replaced);

        var thrown = Assert.Throws<HistoryContradictedException>(() => run.ShowAll(replaced));
        run.ShowAll(replaced);

        Assert.Contains($"after sequence {other.Count} ", thrown.Message);
        Assert.Equal(HistoryRun.Dump(right), HistoryRun.Dump(replaced));
    }

    /// <summary>A snapshot of the very sequence that a store of another journal goes up to does not hide it.</summary>
    public static void A_history_of_another_journal_is_noticed_at_a_snapshot(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        (HistoryRun run, HistoryRun other) = (new(seed, commands), new(seed + 1, commands / 2));
        HistoryDatabase database = make();
        other.ShowAll(database);
        ExchangeEngine engine = Restored(run.EngineAt(other.Count));
        var keeper = new HistoryKeeper(database);

        var thrown = Assert.Throws<HistoryContradictedException>(() => keeper.Begin(engine));
        keeper.Begin(engine);

        Assert.Contains($"after sequence {other.Count} ", thrown.Message);
        HistoryMark mark = new HistoryReader(database).Mark();
        Assert.Equal((other.Count, 0L), (mark.Since, mark.Sequence));
    }

    /// <summary>A batch behind a store that somebody has begun anew would leave a hole: it is refused.</summary>
    public static void A_history_that_is_begun_anew_gets_no_hole(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase alone, HistoryDatabase shared) = (make(), make());
        run.ShowAll(alone);
        var kept = new HistoryKeeper(shared);
        var engine = new ExchangeEngine();
        kept.Begin(engine);
        run.Show(kept, engine, run.Count / 2, sequence => sequence == run.Count / 3);
        HistoryMark stored = new HistoryReader(shared).Mark();
        new HistoryWriter(shared).Replace(stored, HistoryMark.None);
        string empty = HistoryRun.Dump(shared);

        var thrown = Assert.Throws<HistoryContradictedException>(() => kept.Save());
        Assert.Equal(empty, HistoryRun.Dump(shared));
        var again = new ExchangeEngine();
        kept.Begin(again);
        run.Show(kept, again, run.Count, sequence => sequence % 50 == 0);
        kept.Save();

        Assert.Contains($"sequence {stored.Sequence} and was begun anew", thrown.Message);
        Assert.Equal(HistoryRun.Dump(alone), HistoryRun.Dump(shared));
    }

    /// <summary>Gateways behind an archive, each of which begins the store anew at another snapshot.</summary>
    public static void A_history_that_is_begun_at_another_snapshot_gets_no_hole(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        HistoryDatabase shared = make();
        (ExchangeEngine older, ExchangeEngine newer) =
            (Restored(run.EngineAt(run.Count / 3)), Restored(run.EngineAt(run.Count / 2)));
        (HistoryKeeper first, HistoryKeeper second) = (new(shared), new(shared));
        first.Begin(older);
        second.Begin(newer);

        run.Show(first, older, run.Count * 2 / 3, _ => false);
        Assert.Throws<HistoryContradictedException>(() => first.Save());
        var third = new HistoryKeeper(shared);
        ExchangeEngine oldest = Restored(run.EngineAt(run.Count / 4));
        third.Begin(oldest);
        run.Show(third, oldest, run.Count / 3, _ => false);
        third.Save();
        run.Show(second, newer, run.Count, _ => false);
        Assert.Throws<HistoryContradictedException>(() => second.Save());

        Assert.Equal(
            (run.Count / 4, run.Count / 3),
            (new HistoryReader(shared).Mark().Since, new HistoryReader(shared).Mark().Sequence));
    }

    /// <summary>Of two gateways that find a store to be of another journal the later one leaves the new rows.</summary>
    public static void A_history_of_another_journal_is_taken_away_once(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        var other = new HistoryRun(seed + 1, commands / 2);
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase right, HistoryDatabase shared) = (make(), make());
        run.ShowAll(right);
        other.ShowAll(shared);
        (HistoryKeeper first, HistoryKeeper second) = (new(shared), new(shared));
        first.Begin(new ExchangeEngine());
        var late = new ExchangeEngine();
        second.Begin(late);

        Assert.Throws<HistoryContradictedException>(
            () => run.Show(first, new ExchangeEngine(), run.Count, _ => false));
        var engine = new ExchangeEngine();
        first.Begin(engine);
        run.Show(first, engine, other.Count / 2, sequence => sequence == other.Count / 2);
        string begun = HistoryRun.Dump(shared);
        Assert.Throws<HistoryContradictedException>(() => run.Show(second, late, run.Count, _ => false));
        Assert.Equal(begun, HistoryRun.Dump(shared));
        run.Show(first, engine, run.Count, _ => false);
        first.Save();

        Assert.Equal(HistoryRun.Dump(right), HistoryRun.Dump(shared));
    }

    /// <summary>
    /// A journal that ends before what is stored of it has lost that; what another gateway has stored meanwhile it will
    /// have when it is read again.
    /// </summary>
    public static void A_history_of_commands_that_were_lost_is_made_anew(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        (HistoryRun all, HistoryRun left) = (new(seed, commands), new(seed, commands / 2));
        (HistoryDatabase right, HistoryDatabase shared) = (make(), make());
        left.ShowAll(right);
        var kept = new HistoryKeeper(shared);
        var engine = new ExchangeEngine();
        kept.Begin(engine);
        all.Show(kept, engine, left.Count - 1, _ => false);
        all.ShowAll(shared);
        kept.Save(isEnd: true);
        Assert.Equal(all.Count, kept.Stored.Sequence);

        engine = new ExchangeEngine();
        kept.Begin(engine);
        left.Show(kept, engine, left.Count, _ => false);
        var thrown = Assert.Throws<HistoryContradictedException>(() => kept.Save(isEnd: true));
        engine = new ExchangeEngine();
        kept.Begin(engine);
        left.Show(kept, engine, left.Count, _ => false);
        kept.Save(isEnd: true);
        kept.Save(isEnd: true);

        Assert.Contains($"up to sequence {all.Count}, the journal up to {left.Count}", thrown.Message);
        Assert.Equal(HistoryRun.Dump(right), HistoryRun.Dump(shared));
    }

    /// <summary>Behind an archive not all would come again: what is stored stays until it is contradicted.</summary>
    public static void Behind_an_archive_what_was_lost_stays_until_it_is_contradicted(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        HistoryDatabase database = make();
        run.ShowAll(database);
        string whole = HistoryRun.Dump(database);
        var kept = new HistoryKeeper(database);
        ExchangeEngine engine = Restored(run.EngineAt(run.Count / 2));

        kept.Begin(engine);
        run.Show(kept, engine, run.Count - 1, _ => false);
        kept.Save(isEnd: true);

        Assert.Equal(whole, HistoryRun.Dump(database));
    }

    /// <summary>
    /// What another version of the program has begun anew is its own, until a gateway of this one is started again.
    /// </summary>
    public static void A_history_that_another_version_has_taken_over_is_left_to_it(
        Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        (HistoryDatabase alone, HistoryDatabase shared) = (make(), make());
        run.ShowAll(alone);
        var kept = new HistoryKeeper(shared);
        var engine = new ExchangeEngine();
        kept.Begin(engine);
        run.Show(kept, engine, run.Count / 2, _ => false);
        Execute(shared, $"UPDATE mark SET version = {HistoryTables.Version + 1}");
        string taken = HistoryRun.Dump(shared);

        Assert.Throws<HistoryContradictedException>(() => kept.Save());
        Assert.Throws<HistoryContradictedException>(() => kept.Begin(new ExchangeEngine()));
        Assert.Equal(taken, HistoryRun.Dump(shared));
        run.ShowAll(shared);

        Assert.Equal(HistoryRun.Dump(alone), HistoryRun.Dump(shared));
    }

    /// <summary>A client names its order as it likes: what a database has no letter for holds up nobody.</summary>
    public static void A_client_id_may_have_any_letter(Func<HistoryDatabase> make, string told)
    {
        const string id = "a\0b";
        WalletAddress wallet = WalletAddress.FromNumber(1);
        OrderTerms terms = new(
            "BTC-20351228-100000-C", Side.Buy, Price.FromUsdc(100), Quantity.FromContracts(1), ClientId: id);
        EngineCommand[] commands =
        [
            new SetRules(RuleSet.Default with { Version = 2, MarginEnabled = false }),
            new MarketAction(MarketActionKind.Create, terms.Symbol),
            new PriceUpdate([new("BTC", Price.FromUsdc(100_000))]),
            new PlaceOrder(wallet, terms),
        ];
        HistoryDatabase database = make();
        new HistoryRun(commands.Select((command, index) =>
            CommandEnvelope.Trusted(index + 1, 1_767_600_000_000, command))).ShowAll(database);

        OrderRow order = Assert.Single(new HistoryReader(database).Order(wallet, id).Rows);
        Assert.Equal(told, order.ClientId);
    }

    /// <summary>Pages, filters and single rows of a random venue, against all of its rows.</summary>
    public static void What_is_read_is_what_was_asked_for(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        HistoryDatabase database = make();
        run.ShowAll(database);
        var reader = new HistoryReader(database);
        TradeRow[] all = [.. reader.TradesAfter(0, int.MaxValue).Rows];
        Assert.True(all.Length > 10, $"seed {seed} trades too little");
        string symbol = all[^1].Symbol;
        WalletAddress wallet = all[^1].Maker;

        Assert.Equal(all.Reverse().Skip(2).Take(3), reader.Trades(new TradeFilter(), new HistorySlice(3, 2)).Rows);
        Assert.Equal(
            all.Reverse().Where(trade => trade.Symbol == symbol).Take(5),
            reader.Trades(new TradeFilter(Symbol: symbol), new HistorySlice(5)).Rows);
        foreach (long? before in (long?[])[null, all[^1].TradeId + 1, (long.MaxValue / 2) + 1, long.MaxValue])
        {
            Assert.Equal(
                all.Reverse().Where(trade => trade.Maker == wallet || trade.Taker == wallet).Take(5),
                reader.Trades(new TradeFilter(Account: wallet), new HistorySlice(5, 0, before)).Rows);
        }

        Assert.Equal(
            all.Reverse().Where(trade => trade.Symbol.StartsWith("BTC-", StringComparison.Ordinal)).Take(5),
            reader.Trades(new TradeFilter(Underlying: "BTC"), new HistorySlice(5)).Rows);
        Assert.Equal(all[4..7], reader.TradesAfter(all[3].TradeId, 3).Rows);
        Assert.Equal(all[5], Assert.Single(reader.Trade(all[5].TradeId).Rows));
        Assert.Empty(reader.Trade(all[^1].TradeId + 1).Rows);
        FillRow[] fills = [.. reader.Fills(wallet, HistorySlice.All).Rows];
        Assert.Equal(
            all.Sum(trade => (trade.Maker == wallet ? 1 : 0) + (trade.Taker == wallet ? 1 : 0)), fills.Length);
        OrderRow order = reader.Orders(wallet, null, new HistorySlice(1)).Rows[0];
        Assert.Equal(order, Assert.Single(reader.Order(wallet, order.OrderId).Rows));
        Assert.Equal(run.Count, reader.Orders(wallet, null, new HistorySlice(1)).Mark.Sequence);
        Assert.Equal(
            fills.Where(fill => fill.Symbol.StartsWith("ETH-", StringComparison.Ordinal) && fill.AtMs < all[^1].AtMs)
                .Skip(1).Take(4),
            reader.Fills(
                wallet, new TradeFilter(Underlying: "ETH"), 0, all[^1].AtMs, 5, oldestFirst: false).Rows.Skip(1));
        Assert.Equal(
            all.Where(trade => trade.AtMs >= all[3].AtMs && trade.AtMs < all[^2].AtMs),
            reader.Trades(
                new TradeFilter(), all[3].AtMs, all[^2].AtMs, int.MaxValue, oldestFirst: true).Rows);
        What_is_of_an_account_is_its_alone(reader, all, wallet);
        Assert.Equal(
            fills[3..6], reader.Fills(wallet, new HistorySlice(3, 1, fills[1].FillId)).Rows);
        Assert.All(
            reader.Orders(wallet, Engine.Events.OrderStatus.Canceled, new HistorySlice(50)).Rows,
            row => Assert.Equal(Engine.Events.OrderStatus.Canceled, row.Status));
    }

    private static void What_is_of_an_account_is_its_alone(HistoryReader reader, TradeRow[] all, WalletAddress wallet)
    {
        (TradeFilter own, TradeFilter other) = (new(Account: wallet), new(Account: WalletAddress.FromNumber(987_654)));
        TradeRow[] traded =
        [
            .. all.Where(trade => (trade.Maker == wallet || trade.Taker == wallet) && trade.AtMs < all[^1].AtMs),
        ];
        Assert.NotEqual(all.Length, traded.Length);
        Assert.Equal(traded.Take(4), reader.Trades(own, 0, all[^1].AtMs, 4, oldestFirst: true).Rows);
        Assert.Equal(traded.Reverse().Take(4), reader.Trades(own, 0, all[^1].AtMs, 4, oldestFirst: false).Rows);
        Assert.Empty(reader.Trades(other, 0, long.MaxValue, 4, oldestFirst: false).Rows);

        Assert.NotEmpty(reader.Fills(wallet, own, 0, long.MaxValue, 4, oldestFirst: false).Rows);
        Assert.Empty(reader.Fills(wallet, other, 0, long.MaxValue, 4, oldestFirst: false).Rows);
        Engine.Events.OrderStatus[] statuses = Enum.GetValues<Engine.Events.OrderStatus>();
        Assert.NotEmpty(reader.Orders(wallet, statuses, own, filledOnly: false, HistorySlice.All).Rows);
        Assert.Empty(reader.Orders(wallet, statuses, other, filledOnly: false, HistorySlice.All).Rows);
    }

    /// <summary>
    /// What a wallet realized is what its fills, settlements and deleveragings say, within any time; and it is not added up of them
    /// for each reader, as is seen where they are gone.
    /// </summary>
    public static void Sums_are_kept_and_not_made_anew(Func<HistoryDatabase> make, int seed, int commands)
    {
        var run = new HistoryRun(seed, commands);
        HistoryDatabase database = make();
        run.ShowAll(database, sequence => sequence % 40 == 0);
        var reader = new HistoryReader(database);
        TradeRow[] all = [.. reader.TradesAfter(0, int.MaxValue).Rows];
        WalletAddress wallet = all.GroupBy(trade => trade.Maker).MaxBy(own => own.Count())!.Key;
        FillRow[] fills = [.. reader.Fills(wallet, HistorySlice.All).Rows];
        PayoutRow[] payouts = [.. reader.Payouts(wallet, (string?)null, HistorySlice.All).Rows];
        (string Symbol, long AtMs, Cash Pnl)[] closings = [.. run.Deleveraged(wallet)];
        Assert.Contains(fills, fill => fill.RealizedPnl.Units != 0);
        TransferRow[] deposits =
            [.. reader.Transfers(wallet, [TransferKind.Deposit], null, null, int.MaxValue).Rows];
        using (System.Data.Common.DbConnection connection = database.Open())
        {
            foreach (HistoryTable table in (HistoryTable[])
                [HistoryTables.Fills, HistoryTables.Payouts, HistoryTables.Transfers])
                HistoryDatabase.Execute(connection, $"DELETE FROM {table.Name}");
        }

        long middle = fills[fills.Length / 2].AtMs;
        foreach ((long from, long to) in ((long, long)[])
            [(0, long.MaxValue), (0, middle), (middle, long.MaxValue), (middle - 50, middle + 50), (middle, middle)])
        {
            Assert.Equal(
                fills.Select(fill => (fill.Symbol, fill.AtMs, fill.RealizedPnl))
                    .Concat(payouts.Select(payout => (payout.Symbol, payout.AtMs, payout.Pnl)))
                    .Concat(closings)
                    .Where(realized => realized.AtMs >= from && realized.AtMs < to)
                    .GroupBy(realized => realized.Symbol)
                    .OrderBy(symbol => symbol.Key, StringComparer.Ordinal)
                    .Select(symbol => new RealizedRow(
                        symbol.Key,
                        symbol.Aggregate(Cash.Zero, (sum, realized) => sum + realized.Item3),
                        symbol.Count())),
                reader.Realized(wallet, from, to).Rows);
        }

        string one = fills[0].Symbol;
        Assert.Equal(
            reader.Realized(wallet, 0, long.MaxValue).Rows.Where(row => row.Symbol == one),
            reader.Realized(wallet, [one]).Rows);
        Assert.Equal(
            fills.Length + payouts.Length + closings.Length, Assert.Single(reader.Sum(wallet, SumNames.Realized).Rows).Events);
        Assert.Equal(
            fills.Count(fill => fill.AtMs < middle) + payouts.Count(payout => payout.AtMs < middle)
                + closings.Count(closing => closing.AtMs < middle),
            Assert.Single(reader.SumBefore(wallet, SumNames.Realized, middle).Rows).Events);
        Assert.Equal(
            deposits.Aggregate((Int128)0, (sum, deposit) => sum + deposit.AmountUnits),
            Assert.Single(reader.Sum(wallet, SumNames.Deposits).Rows).Amount.Units);
    }

    private static void Execute(HistoryDatabase database, string sql)
    {
        using System.Data.Common.DbConnection connection = database.Open();
        HistoryDatabase.Execute(connection, sql);
    }

    private static ExchangeEngine Restored(ExchangeEngine engine) =>
        ExchangeEngine.Restore(engine.Snapshot(), null, out _) ?? throw new InvalidOperationException("no snapshot");

    /// <summary>
    /// When something was first seen or listed, and what sums had come to, is not known behind an archive: it is left
    /// out here.
    /// </summary>
    private static string[] Comparable(string dump) =>
    [
        .. dump.Split('\n')
            .Where(line => !line.StartsWith("wallets", StringComparison.Ordinal)
                && !line.StartsWith("sums", StringComparison.Ordinal)
                && !line.StartsWith("steps", StringComparison.Ordinal))
            .Select(line => line.StartsWith("orders", StringComparison.Ordinal) ? WithoutField(line, 4)
                : line.StartsWith("instruments", StringComparison.Ordinal) ? WithoutField(line, 4)
                : line),
    ];

    private static string WithoutField(string line, int fromEnd)
    {
        List<string> fields = [.. line.Split(' ')];
        fields.RemoveAt(fields.Count - fromEnd);
        return string.Join(' ', fields);
    }
}
