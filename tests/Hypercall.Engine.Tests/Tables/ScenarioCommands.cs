using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Makes the command that a row describes; its column <c>do</c> says which and, after a blank, with what.
/// </summary>
internal static class ScenarioCommands
{
    public static EngineCommand Make(ScenarioRow row, RuleSet rules) => row.Action switch
    {
        "buy" or "sell" => new PlaceOrder(Who(row), Terms(row)),
        "cancel" => new CancelOrder(Who(row), Target(row)),
        "cancelAll" => new CancelAll(Who(row), Symbol(row), row.Text("of"), row.Text("flags") == "m"),
        "cancelAllAfter" => new CancelAllAfter(Who(row), ScenarioNames.Whole(row.Argument)),
        "rebuy" or "resell" => new ReplaceOrder(
            Who(row), Target(row), Terms(row), row.Text("flags", "").Contains('t')),
        "bulk" => new BulkOrders(Who(row), Actions(row)),
        "create" => new MarketAction(MarketActionKind.Create, Symbol(row)!),
        "delete" => new MarketAction(MarketActionKind.Delete, Symbol(row)!),
        "expire" => new MarketAction(MarketActionKind.Expire, Symbol(row)!),
        "halt" => new MarketAction(MarketActionKind.Halt, Symbol(row)!),
        "resume" => new MarketAction(MarketActionKind.Resume, Symbol(row)!),
        "trading" => new TradingModeUpdate(row.Text("of", "*"), Enum.Parse<TradingModes>(row.Argument)),
        "tick" => new Tick(),
        "index" => Index(row),
        "iv" => Surface(row),
        "deposit" => new DepositUpdate(Who(row), Amount(row), Source(row), TransferNumber(row)),
        "withdraw" => new CashWithdrawalUpdate(
            Who(row), Amount(row), Source(row), TransferNumber(row)),
        "insure" => new InsuranceDeposit(Amount(row), Source(row), TransferNumber(row)),
        "optionIn" or "optionOut" or "perp" or "equity" or "settle" or "rfq" => ScenarioRisk.Make(row),
        "margin" => new MarginModeUpdate(Who(row), Enum.Parse<MarginMode>(row.Argument)),
        "tier" => Tier(row),
        "state" => new LiquidationStateUpdate(Who(row), Enum.Parse<LiquidationState>(row.Argument)),
        "mmp" => ScenarioProtection.Configure(row),
        "mmpReset" => new MmpReset(Who(row), row.Text("of", "BTC"), Number(row, "number")),
        "approve" => new ApproveAgent(Who(row), ScenarioNames.Wallet(row.Argument[..1]), AgentUntil(row)),
        "revoke" => new RevokeAgent(Who(row), ScenarioNames.Wallet(row.Argument)),
        "nonce" => new NonceAdvance(),
        "rules" => new SetRules(ScenarioRules.Change(rules, row.Argument)),
        string other => throw new FormatException($"'{other}' is no command of a table"),
    };

    internal static WalletAddress Who(ScenarioRow row) => ScenarioNames.Wallet(row.Text("who")!);

    internal static string? Symbol(ScenarioRow row) =>
        row.Has("symbol") ? ScenarioNames.Symbol(row.Text("symbol")!) : null;

    internal static long Number(ScenarioRow row, string column) => ScenarioNames.Whole(row.Text(column)!.Split(' ')[^1]);

    /// <summary>The source before the number of a transfer: <c>bank 3</c>, either alone, or nothing.</summary>
    internal static string? Source(ScenarioRow row) =>
        row.Text("number") is string text && !char.IsAsciiDigit(text[0]) ? text.Split(' ')[0] : null;

    internal static long? TransferNumber(ScenarioRow row) =>
        row.Text("number") is string text && char.IsAsciiDigit(text[^1]) ? Number(row, "number") : null;

    internal static Cash Amount(ScenarioRow row) => new(ScenarioNames.WideUnits(row.Argument, Cash.Decimals));

    /// <summary>An index price: <c>price</c> or <c>price force</c>.</summary>
    private static PriceUpdate Index(ScenarioRow row)
    {
        string[] parts = row.Argument.Split(' ');
        var price = new Price(ScenarioNames.Units(parts[0], Price.Decimals));
        return new PriceUpdate([new IndexPrice(row.Text("of", "BTC"), price)], parts.Length > 1);
    }

    /// <summary>A surface: date, then strikes with their volatility, <c>20260110 100:0.5,120:0.6</c>.</summary>
    private static IvUpdate Surface(ScenarioRow row)
    {
        string[] parts = row.Argument.Split(' ');
        string points = parts.Length > 1 ? parts[1] : "";
        return new IvUpdate(row.Text("of", "BTC"), int.Parse(parts[0]), [.. points
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(':'))
            .Select(p => new VolatilityPoint(
                new Price(ScenarioNames.Units(p[0], Price.Decimals)),
                ScenarioNames.Units(p[1], VolatilityPoint.VolatilityDecimals)))]);
    }

    /// <summary>An approval: <c>agent</c> or <c>agent@expiry</c>.</summary>
    private static long? AgentUntil(ScenarioRow row) =>
        row.Argument.Length > 1 ? ScenarioNames.Start + ScenarioNames.Whole(row.Argument[2..]) : null;

    internal static (Quantity Size, Price Price) SizeAndPrice(string text)
    {
        string[] parts = text.Split('@');
        return (
            new Quantity(ScenarioNames.Units(parts[0], Quantity.Decimals)),
            new Price(ScenarioNames.Units(parts[1], Price.Decimals)));
    }

    private static TierUpdate Tier(ScenarioRow row)
    {
        string[] limits = row.Argument.Split(',');
        return new TierUpdate(Who(row), "tier", int.Parse(limits[0]), int.Parse(limits[1]));
    }

    private static OrderReference Target(ScenarioRow row)
    {
        string target = row.Text("target")!;
        return char.IsAsciiDigit(target[0])
            ? OrderReference.ById(ScenarioNames.Whole(target))
            : OrderReference.ByClientId(target);
    }

    /// <summary>
    /// Actions of a bulk: <c>side size@price</c> places, <c>-id</c> cancels, <c>id:side size@price</c> replaces.
    /// </summary>
    private static ImmutableArray<BulkAction> Actions(ScenarioRow row) =>
        [.. row.Argument.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(a => Action(row, a.Trim()))];

    private static BulkAction Action(ScenarioRow row, string text)
    {
        if (text[0] == '-')
            return new BulkCancel(OrderReference.ById(ScenarioNames.Whole(text[1..])));
        int colon = text.IndexOf(':');
        string[] parts = text[(colon + 1)..].Split(' ');
        (Quantity size, Price price) = SizeAndPrice(parts[1]);
        OrderTerms terms = Terms(row) with
        {
            Side = Enum.Parse<Side>(parts[0], ignoreCase: true),
            Size = size,
            Price = price,
        };
        return colon < 0
            ? new BulkPlace(terms)
            : new BulkReplace(OrderReference.ById(ScenarioNames.Whole(text[..colon])), terms);
    }

    private static OrderTerms Terms(ScenarioRow row)
    {
        OrderFlags flags = OrderFlags.None;
        foreach (char flag in row.Text("flags", ""))
        {
            flags |= flag switch
            {
                'p' => OrderFlags.PostOnly,
                'r' => OrderFlags.ReduceOnly,
                'm' => OrderFlags.Mmp,
                't' => OrderFlags.None,
                _ => throw new FormatException($"'{flag}' is no flag: p post-only, r reduce-only, m mmp, t total size"),
            };
        }

        (Quantity size, Price price) = SizeAndPrice(row.Text("terms", "1@100"));
        string[] life = row.Text("tif", "gtc").Split('@');
        return new OrderTerms(
            ScenarioNames.Symbol(row.Text("symbol", "C")),
            row.Action is "sell" or "resell" ? Side.Sell : Side.Buy,
            price,
            size,
            Enum.Parse<TimeInForce>(life[0], ignoreCase: true),
            life.Length > 1 ? ScenarioNames.Start + ScenarioNames.Whole(life[1]) : null,
            flags,
            row.Has("stp") ? Enum.Parse<StpMode>(row.Text("stp")!) : null,
            ClientId(row.Text("client")),
            row.Has("builder") ? ScenarioNames.Wallet(row.Text("builder")!) : null);
    }

    /// <summary>A client id; <c>x*65</c> stands for 65 times x.</summary>
    internal static string? ClientId(string? text)
    {
        string[]? parts = text?.Split('*');
        return parts is [{ Length: 1 }, _] ? new string(parts[0][0], int.Parse(parts[1])) : text;
    }
}
