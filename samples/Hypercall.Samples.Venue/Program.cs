// A venue in a generic host: trades, hears of it as a subscriber, says how it is. SQLite files in the current folder.
using Akka.Actor;
using Akka.Hosting;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Sequencer.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddEngineClient("main").AddAkka("hypercall", akka => akka
    .AddHocon(HypercallConfig.Compose(builder.Configuration), HoconAddMode.Append)
    .WithHypercallEngine("main"));
using IHost host = builder.Build();
await host.StartAsync();
using Inbox subscriber = Inbox.Create(host.Services.GetRequiredService<ActorSystem>());
subscriber.Send(host.Services.GetRequiredService<ActorRegistry>().Get<VenueEntry>(), new Subscribe("main", 1));
await subscriber.ReceiveAsync();
IEngineClient client = host.Services.GetRequiredService<IEngineClient>();
const string symbol = "BTC-20351228-100000-C";
WalletAddress maker = WalletAddress.FromNumber(1), taker = WalletAddress.FromNumber(2);
OrderTerms sell = new(symbol, Side.Sell, Price.FromUsdc(100), Quantity.FromContracts(1), TimeInForce.Gtc);
EngineCommand[] commands = [new SetRules(RuleSet.Default with { Version = 2, MarginEnabled = false }),
    new MarketAction(MarketActionKind.Create, symbol), new PriceUpdate([new("BTC", Price.FromUsdc(100_000))]),
    new DepositUpdate(maker, Cash.FromUsdc(999), "bank", 1), new DepositUpdate(taker, Cash.FromUsdc(999), "bank", 2),
    new PlaceOrder(maker, sell), new PlaceOrder(taker, sell with { Side = Side.Buy })];
foreach ((int number, EngineCommand command) in commands.Index())
    Console.WriteLine($"{command.Type}: "
        + (await client.SubmitAsync(command, new RequestId((UInt128)number + 1))).Outcome?.Rejection.Code);
OutcomeBatch? last = null;
while (last?.Batch.Header.LastSequence is null or < 7)
    last = (await subscriber.ReceiveAsync()) as OutcomeBatch ?? last;
Console.WriteLine($"subscriber: outcomes up to {last.Batch.Header.LastSequence}, hash {last.Batch.Header.Hash}");
Console.WriteLine($"is {(await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status}");
await host.StopAsync();
