#pragma warning disable IDE0005 // One of them is a global one here.
// README: usings
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
// README: end of usings
#pragma warning restore IDE0005

namespace Hypercall.Cli.Tests.Documents;

/// <summary>The C# of the README, line by line: <see cref="ReadmeTests"/> compares and runs it.</summary>
internal static class ReadmeSample
{
    private static readonly StringWriter Console = new();

    /// <summary>Runs it and gives what it prints.</summary>
    public static string Run()
    {
        // README: begin
        WalletAddress maker = WalletAddress.FromNumber(1), taker = WalletAddress.FromNumber(2);
        OrderTerms sell = new("BTC-20351228-100000-C", Side.Sell, Price.FromUsdc(100), Quantity.FromContracts(1));
        EngineCommand[] commands = [new SetRules(RuleSet.Default with { Version = 2, MarginEnabled = false }),
            new MarketAction(MarketActionKind.Create, sell.Symbol),
            new PriceUpdate([new("BTC", Price.FromUsdc(100_000))]),
            new PlaceOrder(maker, sell), new PlaceOrder(taker, sell with { Side = Side.Buy })];
        var engine = new ExchangeEngine();
        foreach ((int i, EngineCommand command) in commands.Index())
        {
            ApplyOutput output = engine.Apply(CommandEnvelope.Trusted(i + 1, 1_767_600_000_000, command));
            Console.WriteLine($"{command.Type}: {output.Rejection.Code}, {output.Events.Count} events, {output.Hash}");
        }

        // README: end
        return Console.ToString();
    }
}
