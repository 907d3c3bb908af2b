// A client of a running venue, outside its cluster: an actor hears of trades, IEngineClient submits. Arguments: nodes
// of the venue, HOST:PORT, on this machine; those of another one want certificates (docs/operations.md). Underlying,
// wallets and source of deposits are its own, and no rule is changed: what others have at the venue is not touched.
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Wire;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Samples.Client;
using Hypercall.Sequencer.Client;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: client HOST:PORT...");
    return 2;
}

TimeSpan patience = TimeSpan.FromSeconds(60);
Config own = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = WARNING }");
using ActorSystem system = ActorSystem.Create("client", WireSecurity.SetupOf(HypercallConfig.ComposeClient(own)));
Address[] nodes = [.. args.Select(node => Address.Parse($"akka.tcp://hypercall@{node}"))];
IActorRef venue = system.ActorOf(ClusterContacts.Props(nodes));
var subscribed = new TaskCompletionSource();
var traded = new TaskCompletionSource<string>();
system.ActorOf(Props.Create(() => new TradeListener(venue, "main", subscribed, traded)));
await subscribed.Task.WaitAsync(patience);

IEngineClient client = new EngineClient(venue, "main");
const string underlying = "SAMPLE", source = "sample", symbol = "SAMPLE-20351228-100-C";
Price index = Price.FromUsdc(100);
WalletAddress maker = WalletAddress.FromNumber(0x5A1), taker = WalletAddress.FromNumber(0x5A2);
OrderTerms sell = new(symbol, Side.Sell, Price.FromUsdc(50), Quantity.FromContracts(1), TimeInForce.Gtc);
// Margin needs a mark, which index and volatility (60 % a year) give, and cash that covers both sides.
EngineCommand[] commands = [new MarketAction(MarketActionKind.Create, symbol),
    new PriceUpdate([new(underlying, index)]),
    new IvUpdate(underlying, 20_351_228, [new VolatilityPoint(index, VolatilityPoint.UnitsPerWhole * 60 / 100)]),
    new DepositUpdate(maker, Cash.FromUsdc(999), source, 1), new DepositUpdate(taker, Cash.FromUsdc(999), source, 2),
    new PlaceOrder(maker, sell), new PlaceOrder(taker, sell with { Side = Side.Buy })];
foreach (EngineCommand command in commands)
{
    // The request id makes a retry the same request: whatever happens to the venue, it is executed once.
    SubmissionResult result = await client.SubmitAsync(command, RequestId.FromGuid(Guid.NewGuid()));
    Console.WriteLine($"{command.Type}: {result.Outcome?.Rejection.Code.ToString() ?? result.Status.ToString()}");
}

Console.WriteLine(await traded.Task.WaitAsync(patience));
await system.Terminate();
return 0;
