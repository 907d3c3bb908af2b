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
    private int _begins;

    public long Stored => keeper.Stored.Sequence;

    /// <summary>How often it has begun: since the last time nothing that is stored was taken away.</summary>
    public int Begins => Volatile.Read(ref _begins);

    public void Begin(ExchangeEngine engine)
    {
        keeper.Begin(engine);
        Interlocked.Increment(ref _begins);
    }

    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        timers.Take(envelope, outcome);
        keeper.Applied(envelope, outcome, engine);
        revocations.Take(envelope, outcome);
    }

    public async Task SaveAsync(bool isEnd)
    {
        try
        {
            await Task.Run(() => keeper.Save(isEnd));
        }
        catch (HistoryContradictedException contradiction)
        {
            throw new SinkContradictedException(contradiction.Message, contradiction);
        }
    }
}
