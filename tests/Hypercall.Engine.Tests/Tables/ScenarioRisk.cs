using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Option transfers, Hypercore, settlement and requests for quote in tables: <c>optionIn 1</c>, <c>optionOut 1</c>,
/// <c>perp -2@100</c>, <c>equity 5</c>, <c>settle BTC:20260110:150,ETH:20260110:9</c> (and <c>force</c>) and
/// <c>rfq B buy C 1@5, sell P 2@3</c> where B is the maker and the column <c>client</c> the request's id.
/// </summary>
internal static class ScenarioRisk
{
    public static EngineCommand Make(ScenarioRow row) => row.Action switch
    {
        "optionIn" => new OptionDepositUpdate(
            ScenarioCommands.Who(row), Symbol(row), Size(row), ScenarioCommands.Source(row),
            ScenarioCommands.TransferNumber(row)),
        "optionOut" => new OptionWithdrawalUpdate(
            ScenarioCommands.Who(row), Symbol(row), Size(row), ScenarioCommands.Source(row),
            ScenarioCommands.TransferNumber(row)),
        "perp" => Perp(row),
        "equity" => new HypercoreEquityUpdate(ScenarioCommands.Who(row), ScenarioCommands.Amount(row)),
        "settle" => Settle(row),
        _ => Quote(row),
    };

    private static string Symbol(ScenarioRow row) => ScenarioCommands.Symbol(row) ?? ScenarioNames.Symbol("C");

    private static Quantity Size(ScenarioRow row) => new(ScenarioNames.Units(row.Argument, Quantity.Decimals));

    private static HypercorePositionUpdate Perp(ScenarioRow row)
    {
        (Quantity size, Price price) = ScenarioCommands.SizeAndPrice(row.Argument);
        string symbol = ScenarioCommands.Symbol(row) ?? ScenarioNames.Symbol("perp");
        return new HypercorePositionUpdate(ScenarioCommands.Who(row), symbol, size, price);
    }

    private static TickExpiry Settle(ScenarioRow row)
    {
        string[] parts = row.Argument.Split(' ');
        string[] prices = parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new TickExpiry([.. prices.Select(Price)], Force: parts.Length > 1);
    }

    private static SettlementPrice Price(string text)
    {
        string[] parts = text.Split(':');
        var price = new Price(ScenarioNames.Units(parts[2], Hypercall.Engine.Domain.Price.Decimals));
        return new SettlementPrice(parts[0], (int)ScenarioNames.Whole(parts[1]), price);
    }

    private static RfqExecute Quote(ScenarioRow row)
    {
        string[] legs = row.Argument[1..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        ImmutableArray<RfqLeg> parsed = [.. legs.Select(Leg)];
        string id = ScenarioCommands.ClientId(row.Text("client", "r"))!;
        return new RfqExecute(
            ScenarioCommands.Who(row), id == "none" ? "" : id, "q", ScenarioNames.Wallet(row.Argument[..1]), parsed);
    }

    private static RfqLeg Leg(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (Quantity size, Price price) = ScenarioCommands.SizeAndPrice(parts[2]);
        return new RfqLeg(
            ScenarioNames.Symbol(parts[1]), Enum.Parse<Side>(parts[0], ignoreCase: true), size, price);
    }
}
