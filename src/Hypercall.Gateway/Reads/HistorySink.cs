using Hypercall.Actors.Follower;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Accounts;
using Hypercall.History;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// Has a follower keep a history, and whose timers are armed; the database is written on the thread pool.
/// </summary>
internal sealed class HistorySink(HistoryKeeper keeper, TimerOwners timers) : IFollowerSink
{
    public void Begin(ExchangeEngine engine) => keeper.Begin(engine);

    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        timers.Take(envelope, outcome);
        keeper.Applied(envelope, outcome, engine);
    }

    public Task SaveAsync() => Task.Run(keeper.Save);
}
