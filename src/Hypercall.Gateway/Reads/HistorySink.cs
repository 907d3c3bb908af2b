using Hypercall.Actors.Follower;
using Hypercall.Engine;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// Has a follower keep a history, whose timers are armed and which agents are revoked; the database is written on the
/// thread pool.
/// </summary>
internal sealed class HistorySink(HistoryKeeper keeper, TimerOwners timers, RevokedAgents revocations)
    : IFollowerSink
{
    public long Stored => keeper.Stored.Sequence;

    public void Begin(ExchangeEngine engine) => keeper.Begin(engine);

    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        timers.Take(envelope, outcome);
        keeper.Applied(envelope, outcome, engine);
        revocations.Take(envelope, outcome);
    }

    public Task SaveAsync() => Task.Run(keeper.Save);
}
