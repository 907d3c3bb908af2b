namespace Hypercall.Gateway.Reads;

/// <summary>Reads of settlements, liquidations, transfers and samples (gateway.md §5).</summary>
internal sealed class AccountHistoryReads(PastReads past, WalletAccess access, SeenPayouts seen)
{
    private const int MostRows = 100;
    private const int MostNames = 100;

    private static readonly Dictionary<string, SampleInterval> Intervals = new(StringComparer.Ordinal)
    {
        ["5m"] = SampleInterval.FiveMinutes, ["1h"] = SampleInterval.Hour, ["1d"] = SampleInterval.Day,
    };

    private static readonly Dictionary<string, TransferKind[]> TransferTypes = new(StringComparer.Ordinal)
    {
        ["deposit"] = [TransferKind.Deposit, TransferKind.OptionDeposit],
        ["withdrawal"] = [TransferKind.Withdrawal, TransferKind.OptionWithdrawal],
        ["internal_transfer"] = [],
    };

    private static readonly Dictionary<string, bool> TransferStatuses = new(StringComparer.Ordinal)
    {
        ["completed"] = true, ["pending"] = false, ["failed"] = false, ["manual_review"] = false,
    };

    public async Task<Answer> Payouts(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        HistorySlice slice = query.Slice(MostRows);
        string? symbol = query.Symbol("symbol");
        bool applied = query.Flag("ledger_applied") ?? true;
        access.Finish(query, wallet);
        HistoryPage<PayoutRow> page = await past.ReadAsync(
            query, reader => reader.Payouts(wallet, symbol, applied ? slice : new HistorySlice(0)));
        return Shapes.List(page, slice, Write);
    }

    public async Task<Answer> LiquidationHistory(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        HistorySlice slice = query.Slice(MostRows);
        access.Finish(query, wallet);
        HistoryPage<LiquidationRow> page = await past.ReadAsync(
            query, reader => reader.Liquidations(new LiquidationFilter(wallet), slice));
        return Shapes.List(page, slice, Write, withError: true);
    }

    public async Task<Answer> Liquidations(ReadQuery query)
    {
        int limit = query.Limit(MostRows);
        long? before = query.Number("cursor", 1, long.MaxValue);
        LiquidationState? status = query.Choice("status", Words.LiquidationStates);
        var filter = new LiquidationFilter(
            query.OptionalWallet("wallet"),
            query.Choice("state", Words.LiquidationStates) ?? status,
            query.Choice("margin_mode", Words.MarginModes));
        bool none = query.Text("liquidation_mode") is not null;
        access.Finish(query, filter.Wallet);
        HistoryPage<LiquidationRow> page = await past.ReadAsync(
            query, reader => reader.Liquidations(filter, new HistorySlice(none ? 0 : limit + 1, 0, before)));
        return Shapes.Page(page, limit, row => row.Id, Write);
    }

    public async Task<Answer> Transfers(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        TransferKind[] kinds = [.. query.Choices("transaction_type", TransferTypes).SelectMany(kind => kind)];
        bool completed = query.Choices("status", TransferStatuses).Contains(true);
        string[]? assets = query.Text("asset") is { } names ? NamesOf("asset", names, SymbolOf) : null;
        int limit = query.Limit(MostRows);
        long? before = query.Number("cursor", 1, long.MaxValue);
        access.Finish(query, wallet);
        HistoryPage<TransferRow> page = await past.ReadAsync(
            query, reader => reader.Transfers(wallet, completed ? kinds : [], assets, before, limit + 1));
        return Shapes.Page(page, limit, row => row.Id, Write);
    }

    public async Task<Answer> Theos(ReadQuery query)
    {
        string symbol = query.Symbol("instrument_name") ?? throw ReadQuery.Wrong("instrument_name", "an option's name");
        (string word, SampleInterval interval) = Interval(query);
        int limit = query.Limit(MostRows);
        query.Finish();
        HistoryPage<PriceSample> page =
            await past.ReadAsync(query, reader => reader.Prices(symbol, interval, limit));
        return Shapes.Single(page.Mark.Sequence, writer => WriteTheo(writer, symbol, word, page.Rows));
    }

    public async Task<Answer> TheosBatch(ReadQuery query)
    {
        string[] symbols = NamesOf(
            "instrument_names",
            query.NeededText("instrument_names", "names of options, divided by commas"),
            Requests.SymbolNames.Canonical);
        (string word, SampleInterval interval) = Interval(query);
        int limit = query.Limit(MostRows);
        query.Finish();
        var pages = new List<HistoryPage<PriceSample>>();
        foreach (string symbol in symbols)
            pages.Add(await past.ReadAsync(query, reader => reader.Prices(symbol, interval, limit)));

        return Shapes.Single(pages[0].Mark.Sequence, writer =>
        {
            for (int index = 0; index < symbols.Length; index++)
            {
                writer.WriteStartObject(symbols[index]);
                WriteTheo(writer, symbols[index], word, pages[index].Rows);
                writer.WriteEndObject();
            }
        });
    }

    public async Task<Answer> Pnl(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        (string word, SampleInterval interval) = Interval(query);
        int limit = query.Limit(MostRows);
        query.Flag("include_attribution");
        access.Finish(query, wallet);
        HistoryPage<EquitySample> page =
            await past.ReadAsync(query, reader => reader.Equities(wallet, interval, limit));
        return Shapes.Single(page.Mark.Sequence, writer =>
        {
            writer.WriteString("wallet_address", wallet.ToString());
            writer.WriteString("interval", word);
            writer.WriteObjects("points", page.Rows.Reverse(), static (item, sample) =>
            {
                item.WriteNumber("timestamp", sample.BucketMs);
                item.WriteText("equity", sample.Equity);
            });
        });
    }

    private static (string Word, SampleInterval Interval) Interval(ReadQuery query)
    {
        string word = query.NeededText("interval", "one of 5m, 1h, 1d");
        return (word, query.Choice("interval", Intervals)!.Value);
    }

    private static void WriteTheo(
        Utf8JsonWriter writer, string symbol, string interval, IReadOnlyList<PriceSample> samples)
    {
        writer.WriteString("instrument_name", symbol);
        writer.WriteString("interval", interval);
        writer.WriteObjects("points", samples.Reverse(), static (item, sample) =>
        {
            item.WriteNumber("timestamp", sample.BucketMs);
            item.WriteDigits("theoretical_price", sample.Price);
        });
    }

    private void Write(Utf8JsonWriter writer, PayoutRow payout)
    {
        writer.WriteNumber("id", payout.Id);
        writer.WriteString("wallet", payout.Wallet.ToString());
        writer.WriteString("symbol", payout.Symbol);
        writer.WriteNumber("expiry_ts", payout.ExpiryMs / 1_000);
        WriteSettled(writer, payout.Size, payout.SettlementPrice, payout.Value, payout.Pnl, payout.Fee);
        writer.WriteBoolean("ledger_applied", true);
        writer.WriteBoolean("is_seen", seen.Contains(payout.Wallet, payout.Id));
        writer.WriteNumber("created_at", payout.AtMs);
    }

    /// <summary>The names in a parameter's text, each once, as the history has them.</summary>
    private static string[] NamesOf(string parameter, string text, Func<string, string> nameOf)
    {
        string[] names = [.. text.Split(',').Select(nameOf).Distinct()];
        return names.Length <= MostNames ? names : throw ReadQuery.Wrong(parameter, $"at most {MostNames} names");
    }

    /// <summary>The history's name of an asset: cash has none.</summary>
    private static string SymbolOf(string asset) => asset == "USDC" ? "" : Requests.SymbolNames.Canonical(asset);

    /// <summary>What came of a position that expired.</summary>
    public static void WriteSettled(
        Utf8JsonWriter writer, Quantity size, Price settlementPrice, Cash value, Cash pnl, Cash fee)
    {
        Cash cost = value - pnl;
        // Cost / size has the units of a price.
        Int128? entryUnits = size.Units == 0
            ? null
            : Rounding.Divide(size.Units < 0 ? -cost.Units : cost.Units, Math.Abs(size.Units));
        writer.WriteText("position_size", size);
        writer.WriteText("settlement_price", settlementPrice);
        writer.WriteText("settlement_value", value);
        writer.WriteText("settlement_entry_price", entryUnits, Price.Decimals);
        writer.WriteText("cost_basis", cost);
        writer.WriteText("net_pnl", pnl - fee);
    }

    private static void Write(Utf8JsonWriter writer, LiquidationRow row)
    {
        writer.WriteNumber("id", row.Id);
        writer.WriteString("wallet", row.Wallet.ToString());
        writer.WriteString("previous_state", Words.Of(row.Before));
        writer.WriteString("new_state", Words.Of(row.After));
        writer.WriteNull("liquidation_mode");
        writer.WriteText("equity", row.Equity);
        writer.WriteText("mm_required", row.Maintenance);
        writer.WriteText("maintenance_margin", row.MaintenanceExcess);
        writer.WriteText("shortfall", Words.ShortfallOf(row.MaintenanceExcess));
        writer.WriteNulls("auction_id", "request_id", "tx_hash", "margin_needed", "winner_address", "bonus", "details");
        writer.WriteNumber("timestamp", row.AtMs);
    }

    private static void Write(Utf8JsonWriter writer, TransferRow row)
    {
        bool isCash = row.Symbol.Length == 0;
        bool isDeposit = row.Kind is TransferKind.Deposit or TransferKind.OptionDeposit;
        writer.WriteString("id", row.Id.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("transaction_type", isDeposit ? "deposit" : "withdrawal");
        writer.WriteString("subtype", row.Source ?? "wallet");
        writer.WriteString("asset_type", isCash ? "cash" : "option");
        writer.WriteString("asset_symbol", isCash ? "USDC" : row.Symbol);
        writer.WriteText("amount", row.AmountUnits, isCash ? Cash.Decimals : Quantity.Decimals);
        writer.WriteString("status", "completed");
        writer.WriteNulls("domain_status", "delivery_status", "tx_hash", "tx_hash_type");
        writer.WriteString("created_at", Instants.Iso(row.AtMs));
    }
}
